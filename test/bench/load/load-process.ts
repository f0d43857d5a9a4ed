import { answerParent } from "../child/answer-parent.ts";
import { generateLoad } from "./generate-load.ts";

await answerParent(generateLoad);
