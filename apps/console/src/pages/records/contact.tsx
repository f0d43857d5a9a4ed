import type { PageProps } from "../../pages.ts";
import { RecordPage } from "./record-page.tsx";

export default function ContactPage({ params }: PageProps) {
  return <RecordPage key={params["id"]} entity="contact" name={params["id"] ?? ""} />;
}
