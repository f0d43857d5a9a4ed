import { RecordList } from "./record-list.tsx";

export default function Companies() {
  return <RecordList entity="company" />;
}
