import type { Company, ContactList } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { Link } from "wouter-preact";
import { client } from "../../api/client.ts";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { pageOf, titleOf } from "./entities.ts";

const SHOWN = 10;

/** Who works at a company. */
export function CompanyContacts({ company: { _id } }: { readonly company: Company }) {
  const { data, error } = useQuery({
    queryKey: ["contacts", "of", _id],
    queryFn: ({ signal }) =>
      client.request<ContactList>("/api/contacts", {
        query: { companyId: _id, limit: SHOWN, sortOrder: "desc" },
        signal,
      }),
  });
  return (
    <Panel
      title="Contacts"
      aside={
        data && data.total > 0 && <Link href={`/contacts?companyId=${_id}`}>All {count(data.total)}</Link>
      }
    >
      {error && <Problem error={error} />}
      {data?.total === 0 && <p class="soft">No contact is linked to it.</p>}
      <ul class="entries">
        {data?.data.map((contact) => (
          <li key={contact._id}>
            <Link class="value" href={pageOf(contact._id)}>
              {titleOf(contact)}
            </Link>{" "}
            <span class="small soft">{contact.fields["jobTitle"]}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
