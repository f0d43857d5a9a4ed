import { RecordList } from "./record-list.tsx";

export default function Contacts() {
  return <RecordList entity="contact" />;
}
