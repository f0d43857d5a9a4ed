import type { PageProps } from "../../pages.ts";
import { RecordPage } from "./record-page.tsx";

export default function CompanyPage({ params }: PageProps) {
  return <RecordPage key={params["id"]} entity="company" name={params["id"] ?? ""} />;
}
