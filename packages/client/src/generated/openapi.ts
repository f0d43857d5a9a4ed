// Made of the OpenAPI document by scripts/write-pages.ts.

export interface paths {
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listContacts"];
        put?: never;
        post: operations["upsertContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["uploadContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/batch/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mergeContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/merge/{jobId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["undoContactsMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/different": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["noteDifferentContacts"];
        delete: operations["forgetDifferentContacts"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listContactLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{idOrEmail}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getContact"];
        put?: never;
        post?: never;
        delete: operations["deleteContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{idOrEmail}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getContactHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{idOrEmail}/emails/{email}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["removeContactEmail"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contacts/{idOrEmail}/emails/{email}/primary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["setPrimaryContactEmail"];
        post: operations["setPrimaryContactEmailByPost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/unsubscribes/contacts/{contactId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSubscription"];
        put?: never;
        post: operations["unsubscribeContact"];
        delete: operations["resubscribeContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/unsubscribes/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUnsubscribedVariables"];
        put?: never;
        post: operations["unsubscribeVariables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/unsubscribes/variables/{value}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUnsubscribedVariable"];
        put?: never;
        post: operations["addUnsubscribedVariable"];
        delete: operations["removeUnsubscribedVariable"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/unsubscribes/exports/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportUnsubscribedVariables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/unsubscribes/exports/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportUnsubscribedContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unsubscribes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUnsubscribedEmails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unsubscribes/{email}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUnsubscribedEmail"];
        put?: never;
        post: operations["addUnsubscribedEmail"];
        delete: operations["removeUnsubscribedEmail"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unsubs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportUnsubscribedEmails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCompanies"];
        put?: never;
        post: operations["upsertCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["uploadCompanies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/batch/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewCompanies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mergeCompanies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/merge/{jobId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["undoCompaniesMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/different": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["noteDifferentCompanies"];
        delete: operations["forgetDifferentCompanies"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportCompanies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/{idOrDomain}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCompany"];
        put?: never;
        post?: never;
        delete: operations["deleteCompany"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/companies/{idOrDomain}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCompanyHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters/{id}/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeadLetter"];
        put: operations["mendDeadLetter"];
        post?: never;
        delete: operations["dropDeadLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters/{id}/{row}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFields"];
        put?: never;
        post: operations["createField"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fields/{entity}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteField"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/identity-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getIdentityRules"];
        put: operations["replaceIdentityRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTeam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateTeam"];
        trace?: never;
    };
    "/api/team/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateMember"];
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCampaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listKeys"];
        put?: never;
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch: operations["updateKey"];
        trace?: never;
    };
    "/api/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["followChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhooks"];
        put?: never;
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhookAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/attempts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWebhookAttempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHooks"];
        put?: never;
        post: operations["createHook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteHook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getJobResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["followJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/console/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createConsoleLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/console/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getConsoleSession"];
        put?: never;
        post?: never;
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cluster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description At least one of contactId, email, linkedinUrl and linkedinUrlSalesNav. Other keys are custom fields, registered beforehand. Empty values (null, "", blank, []) are ignored. */
        ContactRequest: {
            /**
             * @description Update exactly this record; never create one.
             * @example ctc_Nx4qJwS0dV2bTzK8m
             */
            contactId?: string;
            /**
             * @description Main key.
             * @example jane@example.com
             */
            email?: string;
            /**
             * @description Alternative key.
             * @example https://www.linkedin.com/in/jane-example
             */
            linkedinUrl?: string;
            /**
             * @description Alternative key: a Sales Navigator lead.
             * @example https://www.linkedin.com/sales/lead/ACwAAAExample
             */
            linkedinUrlSalesNav?: string;
            /** @description Added as aliases: later requests match them too. At most 20 on a record. */
            additionalEmails?: string[];
            firstName?: string;
            lastName?: string;
            phone?: string;
            jobTitle?: string;
            jobDescription?: string;
            /** @description An http or https URL. */
            picture?: string;
            timezone?: string;
            industry?: string;
            languages?: string;
            location?: string;
            skills?: string;
            summary?: string;
            tagline?: string;
            /** @description A member's id or e-mail. No match: the key's owner, with a warning. In rows of uploads, and where it is neither an id nor an e-mail, the owner stays as it is then. */
            contactOwner?: string;
            /** @description Set on creation only; `api` by default. */
            source?: string;
            /** @description Links an existing company; the first given of the three wins. */
            companyId?: string;
            companyDomain?: string;
            companyLinkedinUrl?: string;
            /** @description Names of fields to empty. */
            clearFields?: string[];
            /**
             * @description ISO 8601 date: when the source saw this.
             * @example 2026-11-02T09:30:00.000Z
             */
            observedAt?: string;
        } & {
            [key: string]: unknown;
        };
        MergeContactsRequest: {
            /**
             * @description The survivor: a contact's id or one of its e-mails.
             * @example ctc_Nx4qJwS0dV2bTzK8m
             */
            primaryId: string;
            /**
             * @description Those to merge into it: each a contact's id or one of its e-mails.
             * @example [
             *       "j.doe@example.com"
             *     ]
             */
            secondaryIds: string[];
        };
        DifferentContactsRequest: {
            /**
             * @description Each a contact's id or one of its e-mails.
             * @example [
             *       "ctc_Nx4qJwS0dV2bTzK8m",
             *       "j.doe@example.com"
             *     ]
             */
            ids: string[];
        };
        UnsubscribeVariablesRequest: {
            values: string[];
        };
        /** @description companyId, or name and domain. Other keys are custom fields, registered beforehand. Empty values (null, "", blank, []) are ignored. */
        CompanyRequest: {
            /**
             * @description Update exactly this record; never create one.
             * @example cpn_Nx4qJwS0dV2bTzK8m
             */
            companyId?: string;
            /** @description Required without companyId. */
            name?: string;
            /**
             * @description Main key; required without companyId.
             * @example example.com
             */
            domain?: string;
            /**
             * @description Alternative key.
             * @example https://www.linkedin.com/company/example
             */
            linkedinUrl?: string;
            /** @description Alternative key: a Sales Navigator company. */
            linkedinUrlSalesNav?: string;
            industry?: string;
            location?: string;
            size?: string;
            specialties?: string;
            tagline?: string;
            type?: string;
            description?: string;
            foundedOn?: string;
            headquarters?: string;
            /** @description An http or https URL. */
            picture?: string;
            /** @description A member's id or e-mail. No match: the key's owner, with a warning. In rows of uploads, and where it is neither an id nor an e-mail, the owner stays as it is then. */
            companyOwner?: string;
            /** @description Set on creation only; `api` by default. */
            source?: string;
            /** @description Names of fields to empty. */
            clearFields?: string[];
            /**
             * @description ISO 8601 date: when the source saw this.
             * @example 2026-11-02T09:30:00.000Z
             */
            observedAt?: string;
        } & {
            [key: string]: unknown;
        };
        MergeCompaniesRequest: {
            /**
             * @description The survivor: a company's id or one of its domains.
             * @example cpn_Nx4qJwS0dV2bTzK8m
             */
            primaryId: string;
            /**
             * @description Those to merge into it: each a company's id or one of its domains.
             * @example [
             *       "acme.example"
             *     ]
             */
            secondaryIds: string[];
        };
        DifferentCompaniesRequest: {
            /**
             * @description Each a company's id or one of its domains.
             * @example [
             *       "cpn_Nx4qJwS0dV2bTzK8m",
             *       "acme.example"
             *     ]
             */
            ids: string[];
        };
        /**
         * @description `duplicate`: `onConflict=prefer` merges nothing, or something contradicts that they are one. `strict`: nothing of the request was applied. `limit`: one record can't hold what both have. `suspicious`: too many came with the identifier. `placeholder`: the value names nobody, so there is no other record.
         * @enum {string}
         */
        ConflictReason: "duplicate" | "strict" | "limit" | "suspicious" | "placeholder";
        CreateFieldRequest: {
            /** @enum {string} */
            entity: "contact" | "company";
            name: string;
            label?: string;
            type: components["schemas"]["FieldType"];
        };
        /** @enum {string} */
        FieldType: "text" | "number" | "boolean" | "datetime" | "date" | "phone";
        /**
         * @example {
         *       "never": [
         *         "info@*",
         *         "*@example.org",
         *         "linkedin.com/in/acme-*"
         *       ],
         *       "allow": [
         *         "linkedin.com/in/nil"
         *       ]
         *     }
         */
        IdentityRules: {
            /**
             * @description Identifiers that are nobody's: e-mails, LinkedIn URLs or domains, with * for any text.
             * @default []
             */
            never: string[];
            /**
             * @description Identifiers that are somebody's all the same: stronger than `never` and than our own list.
             * @default []
             */
            allow: string[];
            /**
             * @description So many requests may bring e-mails, or other identifiers of one kind, to a record by one other.
             * @default 10
             */
            suspiciousAfter: number;
            /** @description The `version` of the rules that were read before: where they were changed since, nothing is replaced (`RULES_CHANGED`). Without it they are replaced whatever they are. */
            version?: string;
        };
        /**
         * @example {
         *       "onConflict": "merge"
         *     }
         */
        PatchTeamRequest: {
            name?: string;
            /** @enum {string} */
            onConflict?: "prefer" | "strict" | "merge";
        };
        /**
         * @example {
         *       "email": "otto@example.com",
         *       "name": "Otto"
         *     }
         */
        CreateMemberRequest: {
            email: string;
            name?: string;
            role?: components["schemas"]["MemberRole"];
        };
        /** @enum {string} */
        MemberRole: "owner" | "admin" | "member" | "guest";
        /**
         * @example {
         *       "blocked": true
         *     }
         */
        PatchMemberRequest: {
            blocked?: boolean;
            role?: components["schemas"]["MemberRole"];
            name?: string;
        };
        /**
         * @example {
         *       "name": "website form",
         *       "scopes": [
         *         "ingest"
         *       ],
         *       "rateLimit": {
         *         "requests": 20,
         *         "seconds": 2
         *       }
         *     }
         */
        CreateKeyRequest: {
            name: string;
            userId?: components["schemas"]["UserId"];
            scopes: components["schemas"]["Scope"][];
            rateLimit?: components["schemas"]["RateLimit"];
        };
        UserId: string;
        /** @enum {string} */
        Scope: "ingest" | "upload" | "clear" | "identify" | "read" | "admin";
        /**
         * @example {
         *       "requests": 20,
         *       "seconds": 2
         *     }
         */
        RateLimit: {
            requests: number;
            seconds: number;
        };
        /**
         * @example {
         *       "rateLimit": {
         *         "requests": 20,
         *         "seconds": 2
         *       }
         *     }
         */
        PatchKeyRequest: {
            name?: string;
            rateLimit?: components["schemas"]["RateLimit"];
        };
        /**
         * @example {
         *       "overlapHours": 24
         *     }
         */
        RotateKeyRequest: {
            overlapHours?: number;
        };
        /**
         * @example {
         *       "url": "https://hooks.example.com/onefold",
         *       "events": [
         *         "created",
         *         "updated"
         *       ],
         *       "entity": "contact"
         *     }
         */
        CreateWebhookRequest: {
            url: string;
            /** @description Only these. Without it: all. */
            events?: ("created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled")[];
            /**
             * @description Only events of these. Without it: of all.
             * @enum {string}
             */
            entity?: "contact" | "company";
            /** @description Of `updated`, only what changed one of these fields. Other events aren't affected. */
            fields?: string[];
            description?: string;
            enabled?: boolean;
        };
        /**
         * @example {
         *       "enabled": true
         *     }
         */
        PatchWebhookRequest: {
            url?: string;
            /** @description Only these. Without it: all. */
            events?: ("created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled")[];
            /**
             * @description Only events of these. Without it: of all.
             * @enum {string}
             */
            entity?: "contact" | "company";
            /** @description Of `updated`, only what changed one of these fields. Other events aren't affected. */
            fields?: string[];
            description?: string;
            enabled?: boolean;
        };
        /**
         * @example {
         *       "since": "2026-11-23T12:00:00.000Z"
         *     }
         */
        ReplayWebhookRequest: {
            /** @description The number of an attempt: what it told of is sent again, as the record is now. */
            attempt?: number;
            /**
             * Format: date-time
             * @description All events since then are sent again, as far as they are kept.
             */
            since?: string;
        };
        /**
         * @description Of these, `emailsUnsubscribed` happens here. The others are taken, and nothing is sent for them.
         * @enum {string}
         */
        HookType: "contacted" | "hooked" | "attracted" | "warmed" | "interested" | "skipped" | "notInterested" | "opportunitiesDone" | "paused" | "resumed" | "stopped" | "annotated" | "emailsSent" | "emailsOpened" | "emailsClicked" | "emailsReplied" | "emailsBounced" | "emailsSendFailed" | "emailsFailed" | "emailsInterested" | "emailsNotInterested" | "emailsUnsubscribed" | "linkedinSent" | "linkedinOpened" | "linkedinReplied" | "linkedinInterested" | "linkedinNotInterested" | "linkedinSendFailed" | "linkedinVisitDone" | "linkedinVisitFailed" | "linkedinFollowDone" | "linkedinFollowFailed" | "linkedinFollowSkipped" | "linkedinInviteDone" | "linkedinInviteFailed" | "linkedinInviteAccepted" | "linkedinEndorseDone" | "linkedinEndorseFailed" | "linkedinEndorseSkipped" | "linkedinVoiceNoteDone" | "linkedinVoiceNoteFailed" | "linkedinLikeLastPostDone" | "linkedinLikeLastPostNoPost" | "linkedinLikeLastPostFailed" | "linkedinWithdrawInvitationDone" | "linkedinWithdrawInvitationFailed" | "whatsappMessageSent" | "whatsappMessageDelivered" | "whatsappMessageOpened" | "whatsappReplied" | "whatsappMessageFailed" | "smsSent" | "smsDelivered" | "smsReplied" | "smsFailed" | "aircallCreated" | "aircallEnded" | "aircallDone" | "aircallInterested" | "aircallNotInterested" | "callRecordingDone" | "callTranscriptDone" | "apiDone" | "apiInterested" | "apiNotInterested" | "apiFailed" | "manualInterested" | "manualNotInterested" | "campaignComplete" | "customDomainErrors" | "connectionIssue" | "sendLimitReached" | "lemwarmPaused" | "enrichmentDone" | "enrichmentError" | "inboxLabelUpdated" | "signalRegistered" | "deliverabilityAlertTriggered";
        /**
         * @example {
         *       "targetUrl": "https://hooks.example.com/lemlist",
         *       "type": "emailsUnsubscribed"
         *     }
         */
        CreateHookRequest: {
            /** @description http or https. */
            targetUrl: string;
            /** @description Without it, with `*` or an empty one: all that happens to contacts. */
            type?: components["schemas"]["HookType"] | ("*" | "");
            /** @description Any text. Each message has it as `secret`, and is signed with it as the key. */
            secret?: string;
            /** @description Kept, and limits nothing: there are no campaigns. */
            campaignId?: string;
            /** @description Kept, and limits nothing. */
            isFirst?: boolean;
            /** @description Kept. */
            zapId?: string;
        };
        /** @enum {string} */
        JobStatus: "queued" | "active" | "completed" | "completed_with_errors" | "failed" | "cancelled";
        WebhookMessage: {
            /** @description `contact.updated`: the entity and the event that matters most. */
            type: string;
            /** @description When it was built. */
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["WebhookData"];
        };
        /** Format: date-time */
        Timestamp: string;
        WebhookData: {
            /** @enum {string} */
            entity: "contact" | "company" | "webhook";
            /** @description The changed fields, for `created`, `updated` and `subscription`. `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes?: {
                [key: string]: components["schemas"]["Change"];
            };
            /** @description For `merged`, the records that became a part of it; for `deleted`, those that were one. */
            mergedIds?: string[];
            /** @description For `split`: the records that are back. Read them and the record again: what changed of them has no events of its own, such as that one is unsubscribed by a value that it has now, or by what was said since the merge. */
            restoredIds?: string[];
            /** @description Of what was written. Absent for `job_ended` and `disabled`. */
            clock?: components["schemas"]["Clock"];
            /** @description For `job_ended`: the job. */
            job?: components["schemas"]["Job"];
            /** @description The API key that asked for it: by it a client knows what it did itself. */
            keyId?: string;
            /** @description The record. Absent for `job_ended` and `disabled`. */
            recordId?: string;
            /** @description For `disabled`: the webhook. */
            webhook?: components["schemas"]["DisabledWebhook"];
            /** @description All that happened since the message before about this record, each once. */
            events: ("created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled")[];
            /** @description The ids that the change feed gives these events. */
            eventIds: string[];
            /** @description How many more events there were, which `changes` and `eventIds` don't tell of. */
            omitted?: number;
            /** @description As it is now; null where it is gone, or a part of another. */
            record: components["schemas"]["Contact"] | components["schemas"]["Company"];
            /** @description The record that it is a part of now. */
            mergedInto?: string;
            /** @constant */
            test?: true;
        };
        /** @description Microseconds since 1970, unlike any other's: of two writes to a field the one with the higher clock stands, unless one gave `observedAt`. */
        Clock: number;
        Job: {
            id: components["schemas"]["JobId"];
            /** @enum {string} */
            kind: "upsert" | "batch" | "merge" | "undo-merge" | "remove-email" | "set-primary-email" | "unsubscribe" | "resubscribe";
            status: components["schemas"]["JobStatus"];
            acceptedAt: components["schemas"]["Timestamp"];
            finishedAt?: components["schemas"]["Timestamp"];
            counts: components["schemas"]["JobCounts"];
            /**
             * @description Of a batch: what its rows are.
             * @enum {string}
             */
            entity?: "contact" | "company";
            /** @description How many of its applied rows have each warning, and each reason for which a value was not applied. Absent where none has any. Rows whose record is deleted later stay counted; their results no longer say it. A key without `read` isn't told of POSSIBLE_DUPLICATE. */
            notes?: components["schemas"]["JobNote"][];
            /** @description How many of its rows were rejected with each code. Absent where none was. */
            rejections?: components["schemas"]["JobRejection"][];
            /** @description Of a batch that was a CSV, by `GET /api/jobs/{id}` alone: how it was read. */
            csv?: components["schemas"]["JobCsv"];
            /** @description Of a batch: how much is done of the rows that were taken so far; 1 at the end, and only there. */
            progress?: number;
            /** @description Of a batch whose upload is complete: when it ends if it goes on as fast as so far. */
            estimatedEndAt?: components["schemas"]["Timestamp"];
            upload?: components["schemas"]["JobUpload"];
            options?: components["schemas"]["JobOptions"];
            /** @description The job whose rejected rows these are, or whose rows that the queue lost. */
            retryOf?: components["schemas"]["JobId"];
            links?: components["schemas"]["JobLinks"];
            /** @description Of what it wrote, of a single request: absent where it was rejected, and until it has ended. */
            clock?: components["schemas"]["Clock"];
            httpStatus?: number;
            result?: components["schemas"]["UpsertContactAnswer"] | components["schemas"]["UpsertCompanyAnswer"] | components["schemas"]["ErrorBody"];
            error?: components["schemas"]["JobError"];
            /** @description POST there to take back what it merged. */
            undoUrl?: string;
            /** @constant */
            erased?: true;
        };
        JobId: string;
        JobCounts: {
            total: number;
            pending: number;
            created: number;
            updated: number;
            unmodified: number;
            rejected: number;
            cancelled: number;
            conflicts: number;
            /** @description Rows among the rejected that the queue lost before they were applied (LOST). The same upload under its Idempotency-Key sends them again. */
            lost?: number;
        };
        JobNote: {
            code: components["schemas"]["NoteCode"];
            /** @description A row that has it several times counts once. */
            rows: number;
            /** @description The first of them: `GET /api/jobs/{id}/results?note=…&fromRow=…` begins with it. */
            firstRow: number;
        };
        /**
         * @description A closed list.
         *
         *     - `OWNER_NOT_FOUND`: No member has this id or e-mail: a single request's record goes to the key's user; a row's, and any that names neither an id nor an e-mail, keeps its owner.
         *     - `COMPANY_NOT_FOUND`: No company has this id, domain or URL; the contact was linked to none.
         *     - `POSSIBLE_DUPLICATE`: The identifiers name several records, and these were left apart: `recordIds` has the one that was updated, then the other. The message says why, and how to merge them.
         *     - `duplicate`: Another record owns this identifier and keeps it; `conflictingRecordId` says which.
         *     - `stale`: A later write of this field stands: one with a later `observedAt`, or accepted later.
         *     - `limit`: The record is full: it has as many additional e-mails, or jobs at companies, as it can have. None is ever dropped.
         *     - `scope`: The record was there, and only a key with the scope `identify` gives it further e-mails and URLs.
         *     - `deleted`: The value named somebody who was deleted after the request was accepted; it is neither stored nor repeated here.
         *     - `suspicious`: So many items came with this identifier and another name each that it can't be one person's. The rest was applied without it.
         *     - `placeholder`: The value says "nothing", as `/in/undefined` and test@test.com do, or many share it, or the identity rules of the team say that it is nobody's. The rest was applied without it.
         *     - `unregistered`: The custom field was taken out of the registry after the request was accepted.
         *     - `invalid`: The row of the upload gave what the field doesn't take; `message` says what it takes. The rest was applied.
         * @enum {string}
         */
        NoteCode: "OWNER_NOT_FOUND" | "COMPANY_NOT_FOUND" | "POSSIBLE_DUPLICATE" | "duplicate" | "stale" | "limit" | "scope" | "deleted" | "unregistered" | "suspicious" | "placeholder" | "invalid";
        JobRejection: {
            code: components["schemas"]["ErrorCode"];
            rows: number;
            /** @description The first of them: `GET /api/jobs/{id}/results?code=…&fromRow=…` begins with it. */
            firstRow: number;
        };
        JobCsv: {
            /** @description Once its upload is complete. */
            delimiter?: string;
            /** @description Once its upload is complete. */
            charset?: string;
            /** @description The columns in their order, each with its field; without one it was left out. */
            columns: components["schemas"]["JobCsvColumn"][];
        };
        JobCsvColumn: {
            field?: string;
        };
        UpsertContactAnswer: {
            /** @constant */
            success: true;
            warnings: components["schemas"]["Warning"][];
            fieldRejections: components["schemas"]["FieldRejection"][];
            job?: components["schemas"]["JobLink"];
            /** @description POST there to take back what this request merged. */
            undoUrl?: string;
            /**
             * @description Only in the answer to `dryRun=true`: nothing was written or queued, there is no `job`, and the `_id` of a record that would be created is made up.
             * @constant
             */
            dryRun?: true;
            data: components["schemas"]["UpsertContactAnswerData"];
        };
        JobLink: {
            id: components["schemas"]["JobId"];
            url: string;
            /** @description Of what it wrote; absent where it wrote nothing so far. */
            clock?: components["schemas"]["Clock"];
        };
        TeamId: string;
        ContactId: string;
        CompanyId: string;
        ContactJob: {
            companyId: components["schemas"]["CompanyId"];
            /** @description As it is now. Absent in the answer of an upsert, and where the company has none. */
            companyName?: string;
            jobTitle?: string;
            jobDescription?: string;
            /** @description Whether the contact is linked to this company now. */
            current: boolean;
            /** @description When the first request was accepted that linked them. */
            since: components["schemas"]["Timestamp"];
        };
        /**
         * @description The field that found the record.
         * @enum {string}
         */
        MatchedBy: "contactId" | "email" | "linkedinUrl" | "linkedinUrlSalesNav" | "companyId" | "domain";
        UpsertCompanyAnswer: {
            /** @constant */
            success: true;
            warnings: components["schemas"]["Warning"][];
            fieldRejections: components["schemas"]["FieldRejection"][];
            job?: components["schemas"]["JobLink"];
            /** @description POST there to take back what this request merged. */
            undoUrl?: string;
            /**
             * @description Only in the answer to `dryRun=true`: nothing was written or queued, there is no `job`, and the `_id` of a record that would be created is made up.
             * @constant
             */
            dryRun?: true;
            data: components["schemas"]["UpsertCompanyAnswerData"];
        };
        ErrorBody: {
            /** @constant */
            success: false;
            error: components["schemas"]["ErrorBodyError"];
            message: string;
            /** @description With COMPANY_HAS_CONTACTS: how many contacts are linked to the company. */
            contactCount?: number;
            job?: components["schemas"]["JobLink"];
            /** @constant */
            dryRun?: true;
        };
        DisabledWebhook: {
            id: components["schemas"]["WebhookId"];
            /**
             * @description `asked`: by a request. `failing`: no attempt had success for three days. `gone`: it answered 410.
             * @enum {string}
             */
            disabledReason: "asked" | "failing" | "gone";
        };
        WebhookId: string;
        Contact: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description By name, and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            source: string;
            createdAt: components["schemas"]["Timestamp"];
            createdBy: components["schemas"]["UserId"];
            _id: components["schemas"]["ContactId"];
            emails: components["schemas"]["ContactEmail"][];
            companyId?: components["schemas"]["CompanyId"];
            unsubscribed: boolean;
            fullName?: string;
            email?: string;
            /** @description The companies that the contact is or was linked to: first the one of now, then the others, the latest first. At most 50. */
            jobs: components["schemas"]["ContactJob"][];
            updatedAt: components["schemas"]["Timestamp"];
            campaigns: string[];
            fieldRejections: components["schemas"]["FieldRejection"][];
        };
        Company: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description By name, and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            source: string;
            createdAt: components["schemas"]["Timestamp"];
            createdBy: components["schemas"]["UserId"];
            _id: components["schemas"]["CompanyId"];
            name?: string;
            domain?: string;
            updatedAt: components["schemas"]["Timestamp"];
            fieldRejections: components["schemas"]["FieldRejection"][];
        };
        /**
         * @description A closed list.
         *
         *     - `MISSING_IDENTIFIER`: The body names no contact: none of its keys has a value.
         *     - `INVALID_CONTACT_ID`: The value isn't the id of a contact.
         *     - `CONTACT_NOT_FOUND_BY_ID`: The team has no contact with this id, and an id never creates one.
         *     - `INVALID_EMAIL`: The value isn't an e-mail address.
         *     - `INVALID_ADDITIONAL_EMAILS`: `additionalEmails` isn't a list of at most 20 e-mail addresses.
         *     - `INVALID_LINKEDIN_URL`: The value isn't the URL of a LinkedIn profile, company, or Sales Navigator page.
         *     - `PLACEHOLDER_IDENTIFIER`: What the body names its record by says "nothing" (`/in/undefined`, test@test.com), or many share it (facebook.com as a company's domain), so it would make one record of strangers.
         *     - `INVALID_FIELD`: A custom field isn't registered for the team, or the value isn't of its type.
         *     - `CONTACT_VALIDATION_FAILED`: A value of a contact's body has the wrong type, is too long, or doesn't go with another one.
         *     - `MISSING_REQUIRED_FIELD`: A company's body has neither companyId nor both name and domain.
         *     - `INVALID_COMPANY_ID`: The value isn't the id of a company.
         *     - `COMPANY_NOT_FOUND_BY_ID`: The team has no company with this id, and an id never creates one.
         *     - `INVALID_DOMAIN`: The value isn't the domain of a company.
         *     - `COMPANY_VALIDATION_FAILED`: A value of a company's body has the wrong type, is too long, or doesn't go with another one.
         *     - `INVALID_JSON`: The body isn't one JSON object in UTF-8, or has a key or a depth that is refused.
         *     - `INVALID_CSV`: The CSV can't be read: its columns aren't known, or a quote isn't closed.
         *     - `UNKNOWN_COLUMN`: A detail of INVALID_CSV: there is no field for a column. Nothing of the upload was taken.
         *     - `UNCLEAR_OPT_OUT`: A detail of INVALID_CSV: a column looks as if it said who opted out, and its meaning isn't clear. Nothing of the upload was taken.
         *     - `UPLOAD_BROKEN`: The body of an upload broke off, came at less than 1 KiB a second, or isn't the gzip that it should be.
         *     - `INVALID_REQUEST`: A query parameter, a header or a key of the body is not one that the route takes.
         *     - `COMPANY_HAS_CONTACTS`: Contacts are linked to the company, so it isn't deleted.
         *     - `UNAUTHORIZED`: The API key is missing, unknown, malformed or revoked: all four answer alike.
         *     - `FORBIDDEN`: The user of the key is blocked, or the key lacks the scope that the route needs.
         *     - `NOT_FOUND`: There is no such record, job or route, or it is another team's: both answer alike.
         *     - `METHOD_NOT_ALLOWED`: The route exists, but not with this method.
         *     - `JOB_EXPIRED`: The job is past the retention of receipts, so what became of it is no longer kept.
         *     - `CURSOR_EXPIRED`: The change feed can't be followed from this cursor: what came after it is past the retention, or the database was restored, or another server took over.
         *     - `BODY_TOO_LARGE`: The body is larger than the API takes.
         *     - `UNSUPPORTED_MEDIA_TYPE`: The body isn't announced as JSON in UTF-8, or it is compressed.
         *     - `IDENTITY_CONFLICT`: The identifiers name several records, and the request said to apply to none then (strict).
         *     - `FIELD_EXISTS`: The team has a field of this name already, the name is reserved, or the values of a field of this name that was deleted are still being removed.
         *     - `RULES_CHANGED`: The identity rules were changed since the `version` that the body gives was read, so nothing was replaced.
         *     - `MEMBER_EXISTS`: The team has a member with this e-mail already.
         *     - `LAST_IDENTIFIER`: Nothing could find the contact any more if this e-mail were removed.
         *     - `MERGE_TOO_LARGE`: The merged record would be past a limit, such as 20 additional e-mails or 50 jobs, so nothing was merged.
         *     - `UNDO_REFUSED`: What the merge moved was changed since, or its survivor was merged again, so nothing was undone.
         *     - `JOB_ENDED`: The job has ended already, so there is nothing to cancel.
         *     - `JOB_NOT_ENDED`: The job is still under way, so what is to be retried isn't known yet.
         *     - `JOB_NOT_BATCH`: The job is that of a single request: only a batch can be cancelled or retried.
         *     - `NOTHING_TO_RETRY`: No row of the job was rejected with its input kept, so there is nothing to send again.
         *     - `UPLOAD_STOPPED`: The job of the upload was cancelled or has ended, or another request sends the same upload.
         *     - `DELETED`: The record was deleted after the request was accepted, so its answer is no longer kept.
         *     - `UNPROCESSABLE`: The request was accepted, but the database refuses its values; nothing of it was applied.
         *     - `UNREADABLE`: The accepted request can't be read by this version of the worker; nothing of it was applied.
         *     - `DROPPED`: The request was a dead letter, and somebody dropped it; nothing of it was applied.
         *     - `IDEMPOTENCY_KEY_REUSED`: The Idempotency-Key was used for another request already, or for an upload that couldn't be read to its end.
         *     - `RATE_LIMITED`: The key has sent more requests than its limit lets pass; or it or its team has its share of requests, bodies, uploads or slow requests under way; or its address has sent too many unknown keys.
         *     - `INTERNAL_ERROR`: Something went wrong in the service; the answer tells the request's id, the log the rest.
         *     - `NOT_SUPPORTED`: The route is lemlist's, and about what this service has nothing of, such as campaigns.
         *     - `LOST`: The request was accepted, and the queue's store lost it before it was applied: it was replaced or emptied.
         *     - `UNAVAILABLE`: The store is down, slow or nearly full; after a POST it can be unknown whether it was accepted.
         * @enum {string}
         */
        ErrorCode: "MISSING_IDENTIFIER" | "INVALID_CONTACT_ID" | "CONTACT_NOT_FOUND_BY_ID" | "INVALID_EMAIL" | "INVALID_ADDITIONAL_EMAILS" | "INVALID_LINKEDIN_URL" | "PLACEHOLDER_IDENTIFIER" | "INVALID_FIELD" | "CONTACT_VALIDATION_FAILED" | "MISSING_REQUIRED_FIELD" | "INVALID_COMPANY_ID" | "COMPANY_NOT_FOUND_BY_ID" | "INVALID_DOMAIN" | "COMPANY_VALIDATION_FAILED" | "INVALID_JSON" | "INVALID_CSV" | "UNKNOWN_COLUMN" | "UNCLEAR_OPT_OUT" | "UPLOAD_BROKEN" | "INVALID_REQUEST" | "COMPANY_HAS_CONTACTS" | "UNAUTHORIZED" | "FORBIDDEN" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "JOB_EXPIRED" | "CURSOR_EXPIRED" | "BODY_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "IDENTITY_CONFLICT" | "FIELD_EXISTS" | "RULES_CHANGED" | "MEMBER_EXISTS" | "LAST_IDENTIFIER" | "MERGE_TOO_LARGE" | "UNDO_REFUSED" | "UPLOAD_STOPPED" | "JOB_ENDED" | "JOB_NOT_ENDED" | "JOB_NOT_BATCH" | "NOTHING_TO_RETRY" | "DELETED" | "UNPROCESSABLE" | "UNREADABLE" | "DROPPED" | "IDEMPOTENCY_KEY_REUSED" | "RATE_LIMITED" | "INTERNAL_ERROR" | "NOT_SUPPORTED" | "LOST" | "UNAVAILABLE";
        /**
         * @description A closed list.
         *
         *     - `OWNER_NOT_FOUND`: No member has this id or e-mail: a single request's record goes to the key's user; a row's, and any that names neither an id nor an e-mail, keeps its owner.
         *     - `COMPANY_NOT_FOUND`: No company has this id, domain or URL; the contact was linked to none.
         *     - `POSSIBLE_DUPLICATE`: The identifiers name several records, and these were left apart: `recordIds` has the one that was updated, then the other. The message says why, and how to merge them.
         * @enum {string}
         */
        WarningCode: "OWNER_NOT_FOUND" | "COMPANY_NOT_FOUND" | "POSSIBLE_DUPLICATE";
        /**
         * @description A closed list.
         *
         *     - `duplicate`: Another record owns this identifier and keeps it; `conflictingRecordId` says which.
         *     - `stale`: A later write of this field stands: one with a later `observedAt`, or accepted later.
         *     - `limit`: The record is full: it has as many additional e-mails, or jobs at companies, as it can have. None is ever dropped.
         *     - `scope`: The record was there, and only a key with the scope `identify` gives it further e-mails and URLs.
         *     - `deleted`: The value named somebody who was deleted after the request was accepted; it is neither stored nor repeated here.
         *     - `suspicious`: So many items came with this identifier and another name each that it can't be one person's. The rest was applied without it.
         *     - `placeholder`: The value says "nothing", as `/in/undefined` and test@test.com do, or many share it, or the identity rules of the team say that it is nobody's. The rest was applied without it.
         *     - `unregistered`: The custom field was taken out of the registry after the request was accepted.
         *     - `invalid`: The row of the upload gave what the field doesn't take; `message` says what it takes. The rest was applied.
         * @enum {string}
         */
        RejectionReason: "duplicate" | "stale" | "limit" | "scope" | "deleted" | "unregistered" | "suspicious" | "placeholder" | "invalid";
        ErrorDetail: {
            path: string;
            code: components["schemas"]["ErrorCode"];
            message: string;
        };
        FieldRejection: {
            field: string;
            reason: components["schemas"]["RejectionReason"];
            rejectedValue?: string | number | boolean;
            message?: string;
            conflictingRecordId?: string;
        };
        Warning: {
            code: components["schemas"]["WarningCode"];
            field: string;
            message: string;
            recordIds?: string[];
        };
        Change: {
            from?: (string | number | boolean) | string[];
            to?: (string | number | boolean) | string[];
        };
        Liveness: {
            /** @constant */
            status: "alive";
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "not ready";
            /** @description Only with a key that has the scope `read` or `admin`. */
            problems?: components["schemas"]["ReadinessProblem"][];
            /** @description What is wrong elsewhere, while requests are still taken here: no worker was seen. Only as `problems`. */
            warnings?: components["schemas"]["ReadinessWarning"][];
        };
        AcceptedAnswer: {
            /** @constant */
            success: true;
            job: components["schemas"]["AcceptedAnswerJob"];
        };
        ContactList: {
            data: components["schemas"]["ContactOutput"][];
            /** @description All that match; exact up to 10,000, an estimate from there on. */
            total: number;
            /**
             * @description Only where it is one.
             * @constant
             */
            totalIsEstimate?: true;
            limit: number;
            /** @description How many come before the first of `data`. */
            offset: number;
            /** @description `cursor` of the next page; absent at the end, and only there. */
            nextCursor?: string;
        };
        BatchAcceptedAnswer: {
            /** @constant */
            success: true;
            job: components["schemas"]["BatchAcceptedAnswerJob"];
            rows: components["schemas"]["BatchAcceptedAnswerRows"];
            csv?: components["schemas"]["CsvReading"];
        };
        CsvReading: {
            /** @enum {string} */
            delimiter: "," | ";" | "\t" | "|";
            /**
             * @description In which it was read: by its byte order mark, else as announced, else as its bytes say.
             * @example utf-8
             */
            charset: string;
            /**
             * @description Nobody said it: it was judged by the first 64 KiB, or by those that come with the first letter beyond ASCII.
             * @constant
             */
            charsetDetected?: true;
            /**
             * @description Charsets that read those bytes as the same text. A row with letters that they read differently is rejected: name the charset in the Content-Type to have it read.
             * @example [
             *       "windows-1250"
             *     ]
             */
            charsetOthers?: string[];
            /** @description The line of the column names, where it isn't the first one. */
            headerLine?: number;
            /** @description Records after an empty line that have one value and name nobody, such as the footer of a report: they are no rows. */
            passedOver?: number;
            columns: components["schemas"]["CsvReadingColumn"][];
        };
        UploadPreview: {
            /** @constant */
            success: true;
            csv: components["schemas"]["CsvReading"];
            /** @description The first rows. */
            rows: components["schemas"]["UploadPreviewRow"][];
        };
        MergeContactsAnswer: {
            /** @constant */
            success: true;
            /** @constant */
            merged: true;
            primaryId: components["schemas"]["ContactId"];
            /** @description In the order of the request. */
            mergedIds: components["schemas"]["ContactId"][];
            /** @description Always empty: a merge is all or nothing. */
            remainingIds: components["schemas"]["ContactId"][];
            /** @description Values of the others that the survivor's own stand against. */
            rejectedFields?: components["schemas"]["FieldRejectionOutput"][];
            /** @description The survivor after it. */
            data: components["schemas"]["ContactOutput"];
            /**
             * @description Nothing was written.
             * @constant
             */
            dryRun?: true;
            /** @description Absent after a dry run. */
            job?: components["schemas"]["JobLinkOutput"];
            /** @description POST there to take the merge back. */
            undoUrl?: string;
        };
        UndoContactsMergeAnswer: {
            /** @constant */
            success: true;
            /** @constant */
            undone: true;
            primaryId: components["schemas"]["ContactId"];
            restoredIds: components["schemas"]["ContactId"][];
            /** @description Went back. */
            moved: string[];
            /** @description Was written since: the survivor keeps the new value, the other record has the value that it had. */
            kept: string[];
            /** @description An identifier that was removed since, and that nobody got back. */
            left: string[];
            /** @description The survivor after it. */
            data: components["schemas"]["ContactOutput"];
            job: components["schemas"]["JobLinkOutput"];
        };
        DifferentContactsAnswer: {
            /** @constant */
            success: true;
            /** @description Whether they are noted as different now. */
            different: boolean;
            /** @description The records, in the order of the request. */
            ids: components["schemas"]["ContactId"][];
        };
        EmptyList: unknown[];
        DeleteContactAnswer: {
            /** @constant */
            success: true;
            deletedContactId: components["schemas"]["ContactId"];
            /**
             * @description Very many receipts tell of it: the workers strip the rest of them within minutes.
             * @constant
             */
            erasing?: true;
        };
        History: {
            /** @description Newest first. */
            data: components["schemas"]["HistoryEntry"][];
            limit: number;
            /** @description `cursor` of the next page; absent at the end, and only there. */
            nextCursor?: string;
        };
        HistoryEntry: {
            /** @description When it was accepted. */
            at: components["schemas"]["Timestamp"];
            clock: components["schemas"]["Clock"];
            /**
             * @description Absent where what it was is no longer kept.
             * @enum {string}
             */
            action?: "upsert" | "merge" | "undo-merge" | "remove-email" | "set-primary-email" | "unsubscribe" | "resubscribe";
            /** @enum {string} */
            outcome: "created" | "updated" | "unmodified";
            matchedBy?: components["schemas"]["MatchedBy"];
            /** @description Of the creation: the values that it set. `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes?: {
                [key: string]: components["schemas"]["ChangeOutput"];
            };
            warnings?: components["schemas"]["WarningOutput"][];
            fieldRejections?: components["schemas"]["FieldRejectionOutput"][];
            mergedIds?: string[];
            /** @description Where the record comes from, when it was created. */
            source?: string;
            /**
             * @description Its contents were erased.
             * @constant
             */
            erased?: true;
            /** @description The record that it reached: one that was merged into this one has another id. */
            recordId: string;
            job: components["schemas"]["JobLinkOutput"];
            /** @description Of the job; 0 for a single request. */
            row: number;
            keyId?: string;
            keyName?: string;
            /** @description The owner of the key. */
            userId?: string;
            /** @description The owner's name, as it is now. */
            userName?: string;
        };
        ContactEmailAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["ContactOutput"];
            job: components["schemas"]["JobLinkOutput"];
        };
        Subscription: {
            _id: components["schemas"]["ContactId"];
            /** @description Whether the contact is unsubscribed. */
            doNotContact: boolean;
        };
        /** @constant */
        SubscriptionUpdated: "Contact subscription updated";
        UnsubscribedVariable: {
            _id: string;
            value: string;
            /** @description The same. */
            variable: string;
            /** @constant */
            source: "api";
            createdAt: components["schemas"]["Timestamp"];
        };
        UnsubscribeVariablesAnswer: {
            /** @constant */
            success: true;
            /** @description How many values are on the list by it. */
            unsubscribed: number;
            /** @description What is no e-mail, domain, LinkedIn URL or phone number. */
            skipped: components["schemas"]["UnsubscribeVariablesAnswerSkippedItem"][];
        };
        /** @constant */
        VariableSubscribed: "Variable subscribed";
        UnsubscribedEmail: {
            _id: string;
            /** @description An e-mail, or a domain. */
            email: string;
            /** @constant */
            source: "api";
            createdAt: components["schemas"]["Timestamp"];
        };
        CompanyList: {
            data: components["schemas"]["CompanyOutput"][];
            /** @description All that match; exact up to 10,000, an estimate from there on. */
            total: number;
            /**
             * @description Only where it is one.
             * @constant
             */
            totalIsEstimate?: true;
            limit: number;
            /** @description How many come before the first of `data`. */
            offset: number;
            /** @description `cursor` of the next page; absent at the end, and only there. */
            nextCursor?: string;
        };
        CompanySelection: {
            data: components["schemas"]["CompanySelectionDataItem"][];
            /** @description All that match; exact up to 10,000, an estimate from there on. */
            total: number;
            /**
             * @description Only where it is one.
             * @constant
             */
            totalIsEstimate?: true;
            limit: number;
            /** @description How many come before the first of `data`. */
            offset: number;
            /** @description `cursor` of the next page; absent at the end, and only there. */
            nextCursor?: string;
        };
        MergeCompaniesAnswer: {
            /** @constant */
            success: true;
            /** @constant */
            merged: true;
            primaryId: components["schemas"]["CompanyId"];
            /** @description In the order of the request. */
            mergedIds: components["schemas"]["CompanyId"][];
            /** @description Always empty: a merge is all or nothing. */
            remainingIds: components["schemas"]["CompanyId"][];
            /** @description Values of the others that the survivor's own stand against. */
            rejectedFields?: components["schemas"]["FieldRejectionOutput"][];
            /** @description The survivor after it. */
            data: components["schemas"]["CompanyOutput"];
            /**
             * @description Nothing was written.
             * @constant
             */
            dryRun?: true;
            /** @description Absent after a dry run. */
            job?: components["schemas"]["JobLinkOutput"];
            /** @description POST there to take the merge back. */
            undoUrl?: string;
        };
        UndoCompaniesMergeAnswer: {
            /** @constant */
            success: true;
            /** @constant */
            undone: true;
            primaryId: components["schemas"]["CompanyId"];
            restoredIds: components["schemas"]["CompanyId"][];
            /** @description Went back. */
            moved: string[];
            /** @description Was written since: the survivor keeps the new value, the other record has the value that it had. */
            kept: string[];
            /** @description An identifier that was removed since, and that nobody got back. */
            left: string[];
            /** @description The survivor after it. */
            data: components["schemas"]["CompanyOutput"];
            job: components["schemas"]["JobLinkOutput"];
        };
        DifferentCompaniesAnswer: {
            /** @constant */
            success: true;
            /** @description Whether they are noted as different now. */
            different: boolean;
            /** @description The records, in the order of the request. */
            ids: components["schemas"]["CompanyId"][];
        };
        DeleteCompanyAnswer: {
            /** @constant */
            success: true;
            deletedCompanyId: components["schemas"]["CompanyId"];
            /** @description How many contacts were linked to it. Only with `force=true`, and not in a replayed answer. */
            unlinkedContacts?: number;
            /**
             * @description Very many receipts tell of it: the workers strip the rest of them within minutes.
             * @constant
             */
            erasing?: true;
        };
        ConflictList: {
            /** @description By their latest clash, newest first. */
            data: components["schemas"]["Conflict"][];
            limit: number;
            /** @description `cursor` of the next page; absent at the end, and only there. */
            nextCursor?: string;
        };
        Conflict: {
            /** @enum {string} */
            entity: "contact" | "company";
            /** @description The records as they are now: the one that the latest request reached, or would have, then the other. Of a `placeholder` there is only one. */
            ids: string[];
            /** @description Newest first; of this page. */
            clashes: components["schemas"]["Clash"][];
        };
        Clash: {
            /** @description When it was accepted. */
            at: components["schemas"]["Timestamp"];
            clock: components["schemas"]["Clock"];
            reason: components["schemas"]["ConflictReason"];
            field: string;
            /** @description Absent where it isn't kept. */
            value?: string;
            job: components["schemas"]["JobLinkOutput"];
            /** @description Of the job; 0 for a single request. */
            row: number;
            keyId?: string;
        };
        DeadLetterList: {
            /** @description By their clocks, newest first. */
            data: components["schemas"]["ListedDeadLetter"][];
            limit: number;
            /** @description `cursor` of the next page; absent at the end, and only there. */
            nextCursor?: string;
        };
        ListedDeadLetter: {
            job: components["schemas"]["JobLinkOutput"];
            /** @description Of the job; 0 for a single request. Below zero: the company that row `-1 - row` wanted created. */
            row: number;
            /** @description Where it is read, mended, replayed and dropped. */
            url: string;
            /**
             * @description Absent where it can't be read.
             * @enum {string}
             */
            entity?: "contact" | "company";
            acceptedAt: components["schemas"]["Timestamp"];
            clock: components["schemas"]["Clock"];
            /** @description The API key that sent it, as far as that is known. */
            keyId?: string;
            /**
             * @description `UNPROCESSABLE`: the database refuses a value. `UNREADABLE`: the queue's copy of it can't be read.
             * @enum {string}
             */
            code: "UNPROCESSABLE" | "UNREADABLE";
            /** @description Has nothing of what it gave. */
            message: string;
            cause?: components["schemas"]["ListedDeadLetterCause"];
            rejectedAt: components["schemas"]["Timestamp"];
            /** @description How often it was refused, by a worker or a replay. */
            tries: number;
            /** @description When it was last replayed in vain. */
            triedAt?: components["schemas"]["Timestamp"];
        };
        DeadLetter: {
            job: components["schemas"]["JobLinkOutput"];
            /** @description Of the job; 0 for a single request. Below zero: the company that row `-1 - row` wanted created. */
            row: number;
            /** @description Where it is read, mended, replayed and dropped. */
            url: string;
            /**
             * @description Absent where it can't be read.
             * @enum {string}
             */
            entity?: "contact" | "company";
            acceptedAt: components["schemas"]["Timestamp"];
            clock: components["schemas"]["Clock"];
            /** @description The API key that sent it, as far as that is known. */
            keyId?: string;
            /**
             * @description `UNPROCESSABLE`: the database refuses a value. `UNREADABLE`: the queue's copy of it can't be read.
             * @enum {string}
             */
            code: "UNPROCESSABLE" | "UNREADABLE";
            /** @description Has nothing of what it gave. */
            message: string;
            cause?: components["schemas"]["DeadLetterCause"];
            rejectedAt: components["schemas"]["Timestamp"];
            /** @description How often it was refused, by a worker or a replay. */
            tries: number;
            /** @description When it was last replayed in vain. */
            triedAt?: components["schemas"]["Timestamp"];
            /** @description As it was accepted, in canonical form: to be mended and sent with PUT. */
            body?: {
                [key: string]: unknown;
            };
            /** @description In place of `body`, what can't be read as one. */
            raw?: string;
            /** @description Whether it can be replayed as it is. */
            canReplay: boolean;
        };
        DeadLetterOutcome: {
            job: components["schemas"]["JobLinkOutput"];
            data: components["schemas"]["JobResult"];
        };
        JobResult: {
            /** @description From 0, in the order of the upload; a CSV's header isn't counted. 0 for a single request. */
            row: number;
            /** @enum {string} */
            outcome: "created" | "updated" | "unmodified" | "rejected";
            finishedAt: components["schemas"]["Timestamp"];
            /** @description Of what it wrote; absent where it was rejected, and of a dry run. */
            clock?: components["schemas"]["Clock"];
            /**
             * @description What was done, where it wasn't rejected; absent where that is no longer kept.
             * @enum {string}
             */
            action?: "upsert" | "merge" | "undo-merge" | "remove-email" | "set-primary-email" | "unsubscribe" | "resubscribe";
            /** @description The record that it reached; after a dry run, one that would be created has a made-up id. */
            recordId?: string;
            matchedBy?: components["schemas"]["MatchedBy"];
            /** @description `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes?: {
                [key: string]: components["schemas"]["ChangeOutput"];
            };
            warnings?: components["schemas"]["WarningOutput"][];
            fieldRejections?: components["schemas"]["FieldRejectionOutput"][];
            mergedIds?: string[];
            /** @description POST there to take its merge back. */
            undoUrl?: string;
            /**
             * @description The record was deleted since.
             * @constant
             */
            erased?: true;
            /** @description Why it was rejected. */
            code?: components["schemas"]["ErrorCode"];
            message?: string;
            /** @description Where a rejected row begins in its upload, from 1. */
            line?: number;
            details?: components["schemas"]["ErrorDetailOutput"][];
            /** @description What a rejected row of a batch gave: to be mended and sent again. `_ignored` has the values of columns that were left out, `_raw` all of a row that could not be read; an upload passes over the first. */
            input?: {
                [key: string]: unknown;
            };
            /**
             * @description Why it isn't kept, and the row can't be retried: `erased`, it named a record that was deleted since; `expired`, nobody was recognised in it, so that no deletion would have found it, and its time is over; `crowded`, it named too many.
             * @enum {string}
             */
            inputDropped?: "erased" | "expired" | "crowded";
        };
        FieldsAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["FieldsAnswerData"];
        };
        Field: {
            name: string;
            label: string;
            type: components["schemas"]["FieldType"];
            /** @enum {string} */
            source: "default" | "custom";
        };
        CreateFieldAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["CreateFieldAnswerData"];
        };
        DeleteFieldAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["DeleteFieldAnswerData"];
        };
        IdentityRulesAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["IdentityRulesAnswerData"];
        };
        Team: {
            _id: components["schemas"]["TeamId"];
            name: string;
            userIds: components["schemas"]["UserId"][];
            createdBy?: components["schemas"]["UserId"];
            createdAt: components["schemas"]["Timestamp"];
            /** @enum {string} */
            onConflict: "prefer" | "strict" | "merge";
            /** @description What `GET /api/hooks` lists. Empty where the key lacks `admin`. */
            hooks: components["schemas"]["HookList"];
            beta: string[];
            invitedUsers: string[];
            users?: components["schemas"]["Member"][];
        };
        Hook: {
            _id: components["schemas"]["WebhookId"];
            targetUrl: string;
            createdAt: components["schemas"]["Timestamp"];
            type?: components["schemas"]["HookType"];
            campaignId?: string;
            isFirst?: boolean;
            zapId?: string;
        };
        HookList: components["schemas"]["Hook"][];
        Member: {
            userId: components["schemas"]["UserId"];
            name?: string;
            email: string;
            role: components["schemas"]["MemberRole"];
            /** @constant */
            blocked?: true;
        };
        PatchTeamAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Team"];
        };
        MemberAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Member"];
        };
        User: {
            _id: components["schemas"]["UserId"];
            email: string;
            name?: string;
            role: components["schemas"]["MemberRole"];
            mailboxes: string[];
        };
        CampaignList: {
            campaigns: unknown[];
            pagination: components["schemas"]["CampaignListPagination"];
        };
        KeysAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["ApiKey"][];
            /** @description The deployment's limit, for each key without one of its own. Absent where it has none. */
            defaultRateLimit?: components["schemas"]["RateLimit"];
        };
        ApiKey: {
            _id: components["schemas"]["KeyId"];
            prefix: string;
            name: string;
            scopes: components["schemas"]["Scope"][];
            rateLimit?: components["schemas"]["RateLimit"];
            userId: components["schemas"]["UserId"];
            createdAt: components["schemas"]["Timestamp"];
            revokedAt?: components["schemas"]["Timestamp"];
            /** @description When its secret was replaced the last time. */
            rotatedAt?: components["schemas"]["Timestamp"];
            /** @description Until when a secret of before works. */
            previousUntil?: components["schemas"]["Timestamp"];
            /** @description When a request had the key, to a minute. What its sessions of the console ask counts too. */
            lastUsedAt?: components["schemas"]["Timestamp"];
        };
        KeyId: string;
        CreateKeyAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["CreateKeyAnswerData"];
        };
        RevokeKeyAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["ApiKey"];
        };
        KeyAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["ApiKey"];
        };
        ChangeFeed: {
            /** @description In the order of the feed. */
            data: components["schemas"]["ChangeEvent"][];
            /** @description `after` of the next page. There is always one. */
            nextCursor: string;
            /** @description Whether to ask again at once: the end wasn't reached. A page can be empty before it. */
            more: boolean;
        };
        ChangeEvent: {
            /** @description Of the event: the same whenever it is read. */
            id: string;
            /**
             * @description `split`: an undo took a merge back. `subscription`: it was said whether the person may be written to. `job_ended`: a batch has ended. `disabled`: a webhook was, by the service.
             * @enum {string}
             */
            event: "created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled";
            /** @enum {string} */
            entity: "contact" | "company" | "webhook";
            at: components["schemas"]["Timestamp"];
            /** @description Of what was written. Absent for `job_ended` and `disabled`. */
            clock?: components["schemas"]["Clock"];
            /** @description The record. Absent for `job_ended` and `disabled`. */
            recordId?: string;
            /** @description The changed fields, for `created`, `updated` and `subscription`. `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes?: {
                [key: string]: components["schemas"]["ChangeOutput"];
            };
            /** @description For `merged`, the records that became a part of it; for `deleted`, those that were one. */
            mergedIds?: string[];
            /** @description For `split`: the records that are back. Read them and the record again: what changed of them has no events of its own, such as that one is unsubscribed by a value that it has now, or by what was said since the merge. */
            restoredIds?: string[];
            /** @description The job of the request that did it. Absent for `disabled`. */
            jobId?: string;
            /** @description Its row in that job. */
            row?: number;
            /** @description The API key that asked for it: by it a client knows what it did itself. */
            keyId?: string;
            /** @description For `job_ended`: the job. */
            job?: components["schemas"]["JobOutput"];
            /** @description For `disabled`: the webhook. */
            webhook?: components["schemas"]["DisabledWebhookOutput"];
        };
        WebhooksAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Webhook"][];
        };
        Webhook: {
            id: components["schemas"]["WebhookId"];
            url: string;
            /** @description Only these. Without it: all. */
            events?: ("created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled")[];
            /** @enum {string} */
            entity?: "contact" | "company";
            /** @description Of `updated`, only what changed one of these fields. Other events aren't affected. */
            fields?: string[];
            description?: string;
            /**
             * @description It was made by `POST /api/hooks`, and is sent what lemlist's hooks are.
             * @constant
             */
            hook?: true;
            enabled: boolean;
            /**
             * @description `asked`: by a request. `failing`: no attempt had success for three days. `gone`: it answered 410.
             * @enum {string}
             */
            disabledReason?: "asked" | "failing" | "gone";
            disabledAt?: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            createdBy: components["schemas"]["UserId"];
            /** @description When the first attempt failed since the last success. */
            failingSince?: components["schemas"]["Timestamp"];
            lastSuccessAt?: components["schemas"]["Timestamp"];
            /** @description When events were last found to be missing: they were past the retention, or the database was restored. Read the records again. */
            missedAt?: components["schemas"]["Timestamp"];
            /** @description Until when the former secret signs as well. */
            previousSecretUntil?: components["schemas"]["Timestamp"];
            /** @description Events since then are being sent again. */
            replaySince?: components["schemas"]["Timestamp"];
            /** @description Of how many records it is yet to be told: now, or when it is tried again. 1000 stands for more too, and what happened since it was disabled isn't counted. */
            waiting: number;
            /** @description Absent where none is kept. */
            lastAttempt?: components["schemas"]["WebhookLastAttempt"];
        };
        WebhookLastAttempt: {
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            outcome: "delivered" | "failed";
            status?: number;
            error?: string;
        };
        WebhookSecretAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["WebhookSecretAnswerData"];
        };
        WebhookAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["Webhook"];
        };
        DeleteWebhookAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["DeleteWebhookAnswerData"];
        };
        WebhookAttemptList: {
            data: components["schemas"]["WebhookAttempt"][];
            limit: number;
            nextCursor?: string;
        };
        WebhookAttempt: {
            /** @description Counts the attempts of this webhook. */
            number: number;
            at: components["schemas"]["Timestamp"];
            /** @description The `webhook-id` header: the same when the same is sent again. */
            messageId: string;
            /** @description What the message told of. Empty for a test. */
            events: ("created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled")[];
            /** @enum {string} */
            entity?: "contact" | "company" | "webhook";
            /** @description The record, the job of `job_ended`, or the webhook of `disabled`. */
            recordId?: string;
            /** @enum {string} */
            outcome: "delivered" | "failed";
            /** @description Of the answer. */
            status?: number;
            /** @description A code, where there was no answer. */
            error?: string;
            durationMs: number;
            /** @description The first KiB of the answer. It goes when the record is deleted. */
            answer?: string;
        };
        WebhookAttemptAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["WebhookAttemptAnswerData"];
        };
        WebhookQueuedAnswer: {
            /** @constant */
            success: true;
            /** @constant */
            queued: true;
        };
        JobList: {
            /** @description Newest first. */
            data: components["schemas"]["JobOutput"][];
            limit: number;
            /** @description `cursor` of the next page; absent at the end, and only there. */
            nextCursor?: string;
        };
        JobResults: {
            /** @description By row: those that are done. */
            data: components["schemas"]["JobResult"][];
            limit: number;
            /** @description `cursor` of the next page, which can be empty; absent at the end, and only there. */
            nextCursor?: string;
        };
        ConsoleLinkAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["ConsoleLinkAnswerData"];
        };
        ConsoleSessionAnswer: {
            /** @constant */
            success: true;
            data: components["schemas"]["ConsoleSessionAnswerData"];
        };
        ConsoleSignOutAnswer: {
            /** @constant */
            success: true;
        };
        Cluster: {
            at: components["schemas"]["Timestamp"];
            /**
             * @description What the process that answers asks of the stores (DURABILITY). With `strict` it is ready only where neither loses what it has confirmed.
             * @enum {string}
             */
            durability: "strict" | "relaxed";
            processes: components["schemas"]["ClusterProcess"][];
            queue: components["schemas"]["ClusterQueue"];
            replicas: components["schemas"]["ClusterReplica"][];
            /** @description What couldn't be looked at, so that it is missing here. */
            problems: string[];
        };
        ErrorBodyOutput: {
            /** @constant */
            success: false;
            error: components["schemas"]["ErrorBodyOutputError"];
            message: string;
            /** @description With COMPANY_HAS_CONTACTS: how many contacts are linked to the company. */
            contactCount?: number;
            job?: components["schemas"]["JobLinkOutput"];
            /** @constant */
            dryRun?: true;
        };
        JobLinkOutput: {
            id: components["schemas"]["JobId"];
            url: string;
            /** @description Of what it wrote; absent where it wrote nothing so far. */
            clock?: components["schemas"]["Clock"];
        };
        UpsertContactAnswerOutput: {
            /** @constant */
            success: true;
            warnings: components["schemas"]["WarningOutput"][];
            fieldRejections: components["schemas"]["FieldRejectionOutput"][];
            job?: components["schemas"]["JobLinkOutput"];
            /** @description POST there to take back what this request merged. */
            undoUrl?: string;
            /**
             * @description Only in the answer to `dryRun=true`: nothing was written or queued, there is no `job`, and the `_id` of a record that would be created is made up.
             * @constant
             */
            dryRun?: true;
            data: components["schemas"]["UpsertContactAnswerOutputData"];
        };
        ContactJobOutput: {
            companyId: components["schemas"]["CompanyId"];
            /** @description As it is now. Absent in the answer of an upsert, and where the company has none. */
            companyName?: string;
            jobTitle?: string;
            jobDescription?: string;
            /** @description Whether the contact is linked to this company now. */
            current: boolean;
            /** @description When the first request was accepted that linked them. */
            since: components["schemas"]["Timestamp"];
        };
        ContactOutput: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description By name, and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            source: string;
            createdAt: components["schemas"]["Timestamp"];
            createdBy: components["schemas"]["UserId"];
            _id: components["schemas"]["ContactId"];
            emails: components["schemas"]["ContactOutputEmail"][];
            companyId?: components["schemas"]["CompanyId"];
            unsubscribed: boolean;
            fullName?: string;
            email?: string;
            /** @description The companies that the contact is or was linked to: first the one of now, then the others, the latest first. At most 50. */
            jobs: components["schemas"]["ContactJobOutput"][];
            updatedAt: components["schemas"]["Timestamp"];
            campaigns: string[];
            fieldRejections: components["schemas"]["FieldRejectionOutput"][];
        };
        UpsertCompanyAnswerOutput: {
            /** @constant */
            success: true;
            warnings: components["schemas"]["WarningOutput"][];
            fieldRejections: components["schemas"]["FieldRejectionOutput"][];
            job?: components["schemas"]["JobLinkOutput"];
            /** @description POST there to take back what this request merged. */
            undoUrl?: string;
            /**
             * @description Only in the answer to `dryRun=true`: nothing was written or queued, there is no `job`, and the `_id` of a record that would be created is made up.
             * @constant
             */
            dryRun?: true;
            data: components["schemas"]["UpsertCompanyAnswerOutputData"];
        };
        CompanyOutput: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description By name, and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            source: string;
            createdAt: components["schemas"]["Timestamp"];
            createdBy: components["schemas"]["UserId"];
            _id: components["schemas"]["CompanyId"];
            name?: string;
            domain?: string;
            updatedAt: components["schemas"]["Timestamp"];
            fieldRejections: components["schemas"]["FieldRejectionOutput"][];
        };
        JobOutput: {
            id: components["schemas"]["JobId"];
            /** @enum {string} */
            kind: "upsert" | "batch" | "merge" | "undo-merge" | "remove-email" | "set-primary-email" | "unsubscribe" | "resubscribe";
            status: components["schemas"]["JobStatus"];
            acceptedAt: components["schemas"]["Timestamp"];
            finishedAt?: components["schemas"]["Timestamp"];
            counts: components["schemas"]["JobCountsOutput"];
            /**
             * @description Of a batch: what its rows are.
             * @enum {string}
             */
            entity?: "contact" | "company";
            /** @description How many of its applied rows have each warning, and each reason for which a value was not applied. Absent where none has any. Rows whose record is deleted later stay counted; their results no longer say it. A key without `read` isn't told of POSSIBLE_DUPLICATE. */
            notes?: components["schemas"]["JobNoteOutput"][];
            /** @description How many of its rows were rejected with each code. Absent where none was. */
            rejections?: components["schemas"]["JobRejectionOutput"][];
            /** @description Of a batch that was a CSV, by `GET /api/jobs/{id}` alone: how it was read. */
            csv?: components["schemas"]["JobCsvOutput"];
            /** @description Of a batch: how much is done of the rows that were taken so far; 1 at the end, and only there. */
            progress?: number;
            /** @description Of a batch whose upload is complete: when it ends if it goes on as fast as so far. */
            estimatedEndAt?: components["schemas"]["Timestamp"];
            upload?: components["schemas"]["JobOutputUpload"];
            options?: components["schemas"]["JobOutputOptions"];
            /** @description The job whose rejected rows these are, or whose rows that the queue lost. */
            retryOf?: components["schemas"]["JobId"];
            links?: components["schemas"]["JobOutputLinks"];
            /** @description Of what it wrote, of a single request: absent where it was rejected, and until it has ended. */
            clock?: components["schemas"]["Clock"];
            httpStatus?: number;
            result?: components["schemas"]["UpsertContactAnswerOutput"] | components["schemas"]["UpsertCompanyAnswerOutput"] | components["schemas"]["ErrorBodyOutput"];
            error?: components["schemas"]["JobOutputError"];
            /** @description POST there to take back what it merged. */
            undoUrl?: string;
            /** @constant */
            erased?: true;
        };
        JobCountsOutput: {
            total: number;
            pending: number;
            created: number;
            updated: number;
            unmodified: number;
            rejected: number;
            cancelled: number;
            conflicts: number;
            /** @description Rows among the rejected that the queue lost before they were applied (LOST). The same upload under its Idempotency-Key sends them again. */
            lost?: number;
        };
        JobNoteOutput: {
            code: components["schemas"]["NoteCode"];
            /** @description A row that has it several times counts once. */
            rows: number;
            /** @description The first of them: `GET /api/jobs/{id}/results?note=…&fromRow=…` begins with it. */
            firstRow: number;
        };
        JobRejectionOutput: {
            code: components["schemas"]["ErrorCode"];
            rows: number;
            /** @description The first of them: `GET /api/jobs/{id}/results?code=…&fromRow=…` begins with it. */
            firstRow: number;
        };
        JobCsvOutput: {
            /** @description Once its upload is complete. */
            delimiter?: string;
            /** @description Once its upload is complete. */
            charset?: string;
            /** @description The columns in their order, each with its field; without one it was left out. */
            columns: components["schemas"]["JobCsvColumnOutput"][];
        };
        JobCsvColumnOutput: {
            field?: string;
        };
        DisabledWebhookOutput: {
            id: components["schemas"]["WebhookId"];
            /**
             * @description `asked`: by a request. `failing`: no attempt had success for three days. `gone`: it answered 410.
             * @enum {string}
             */
            disabledReason: "asked" | "failing" | "gone";
        };
        ErrorDetailOutput: {
            path: string;
            code: components["schemas"]["ErrorCode"];
            message: string;
        };
        FieldRejectionOutput: {
            field: string;
            reason: components["schemas"]["RejectionReason"];
            rejectedValue?: string | number | boolean;
            message?: string;
            conflictingRecordId?: string;
        };
        WarningOutput: {
            code: components["schemas"]["WarningCode"];
            field: string;
            message: string;
            recordIds?: string[];
        };
        ChangeOutput: {
            from?: (string | number | boolean) | string[];
            to?: (string | number | boolean) | string[];
        };
        /** @description How far the upload of a batch came. One that broke off can be sent again with the same Idempotency-Key until the job ends. */
        JobUpload: {
            /** @enum {string} */
            status: "open" | "complete" | "broken";
            /** @description Rows that were taken: none of them gets lost. */
            rows: number;
            /** @description Why it broke off. */
            problem?: string;
        };
        /** @description Of a batch: what holds for every row. */
        JobOptions: {
            /** @enum {string} */
            onConflict: "prefer" | "strict" | "merge";
            dryRun: boolean;
            source?: string;
            /** @constant */
            resubscribe?: true;
            /** @constant */
            createCompanies?: true;
        };
        /** @description Of a batch: where to go on. */
        JobLinks: {
            results: string;
            events: string;
            /** @description While it can be cancelled. */
            cancel?: string;
            /** @description Once there is something to retry. */
            retry?: string;
        };
        JobError: {
            code: components["schemas"]["ErrorCode"];
            message: string;
            details?: components["schemas"]["ErrorDetail"][];
            /** @description With COMPANY_HAS_CONTACTS: how many contacts are linked to the company. */
            contactCount?: number;
        };
        UpsertContactAnswerDataEmail: {
            value: string;
        };
        UpsertContactAnswerData: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description All of the record, or what the request gave where the API key sees no more; and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            source?: string;
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdAt?: components["schemas"]["Timestamp"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdBy?: components["schemas"]["UserId"];
            _id: components["schemas"]["ContactId"];
            emails: components["schemas"]["UpsertContactAnswerDataEmail"][];
            companyId?: components["schemas"]["CompanyId"];
            /** @description The companies that the contact is or was linked to: first the one of now, then the others, the latest first. At most 50. Absent where the API key sees only what it gave. */
            jobs?: components["schemas"]["ContactJob"][];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            unsubscribed?: boolean;
            created: boolean;
            /**
             * @description lemlist's word for: the record was there before. It stands there also where nothing changed, and is absent where it was created. What happened is in `outcome`.
             * @constant
             */
            updated?: true;
            /** @enum {string} */
            outcome: "created" | "updated" | "unmodified";
            matchedBy?: components["schemas"]["MatchedBy"];
            /** @description `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes: {
                [key: string]: components["schemas"]["Change"];
            };
            mergedIds?: string[];
            companyLinked: boolean;
        };
        UpsertCompanyAnswerData: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description All of the record, or what the request gave where the API key sees no more; and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            source?: string;
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdAt?: components["schemas"]["Timestamp"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdBy?: components["schemas"]["UserId"];
            _id: components["schemas"]["CompanyId"];
            name?: string;
            domain?: string;
            created: boolean;
            /**
             * @description lemlist's word for: the record was there before. It stands there also where nothing changed, and is absent where it was created. What happened is in `outcome`.
             * @constant
             */
            updated?: true;
            /** @enum {string} */
            outcome: "created" | "updated" | "unmodified";
            matchedBy?: components["schemas"]["MatchedBy"];
            /** @description `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes: {
                [key: string]: components["schemas"]["Change"];
            };
            mergedIds?: string[];
        };
        ErrorBodyError: {
            code: components["schemas"]["ErrorCode"];
            message: string;
            details?: components["schemas"]["ErrorDetail"][];
            /** @description With COMPANY_HAS_CONTACTS: how many contacts are linked to the company. */
            contactCount?: number;
        };
        ContactEmail: {
            value: string;
        };
        ReadinessProblem: {
            what: string;
            fix: string;
        };
        ReadinessWarning: {
            what: string;
            fix: string;
        };
        AcceptedAnswerJob: {
            id: components["schemas"]["JobId"];
            /** @constant */
            status: "queued";
            url: string;
            acceptedAt: components["schemas"]["Timestamp"];
            estimatedStartMs: number;
        };
        BatchAcceptedAnswerJob: {
            id: components["schemas"]["JobId"];
            status: components["schemas"]["JobStatus"];
            url: string;
            acceptedAt: components["schemas"]["Timestamp"];
        };
        BatchAcceptedAnswerRows: {
            /** @description Of the whole upload, `takenBefore` among them. */
            read: number;
            /** @description Rows that an earlier request with the same Idempotency-Key had sent already. */
            takenBefore?: number;
            /** @description Of this request: queued. */
            accepted: number;
            /** @description Of this request: invalid; the job's results say why, with the line. */
            rejected: number;
            /** @description Of a retry: rejected rows that are not sent again, as nothing is kept of what they gave; the results of the old job say why. */
            notKept?: number;
        };
        CsvReadingColumn: {
            /** @description At most 100 characters of it. */
            header: string;
            /** @description Absent: the column has no place, and was ignored. */
            field?: string;
            /**
             * @description No field is known for it: without `ignoreUnknownColumns` it is refused.
             * @constant
             */
            unknown?: true;
            /**
             * @description Another column fills the field, and this one only where that one is empty.
             * @constant
             */
            fallback?: true;
        };
        UploadPreviewRowIgnoredItem: {
            header: string;
            /** @description Its beginning. */
            value: string;
        };
        UploadPreviewRow: {
            /** @description Where it begins, from 1. */
            line: number;
            /** @description What it would give, by field; nothing of it is judged yet. */
            fields: {
                [key: string]: unknown;
            };
            /** @description What stands in columns without a field. */
            ignored?: components["schemas"]["UploadPreviewRowIgnoredItem"][];
            /** @description Why it can't be read. */
            problem?: string;
        };
        UnsubscribeVariablesAnswerSkippedItem: {
            index: number;
            value: string;
        };
        CompanySelectionDataItem: {
            teamId?: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description By name, and `linkedinUrl` once more, as lemlist has it. */
            fields?: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            source?: string;
            createdAt?: components["schemas"]["Timestamp"];
            createdBy?: components["schemas"]["UserId"];
            _id: components["schemas"]["CompanyId"];
            name?: string;
            domain?: string;
            updatedAt?: components["schemas"]["Timestamp"];
            fieldRejections?: components["schemas"]["FieldRejectionOutput"][];
        };
        /** @description What the database said, without a value. */
        ListedDeadLetterCause: {
            /** @description As Postgres' manual lists them (appendix A). */
            sqlState: string;
            constraint?: string;
            column?: string;
        };
        /** @description What the database said, without a value. */
        DeadLetterCause: {
            /** @description As Postgres' manual lists them (appendix A). */
            sqlState: string;
            constraint?: string;
            column?: string;
        };
        FieldsAnswerData: {
            contact?: components["schemas"]["Field"][];
            company?: components["schemas"]["Field"][];
        };
        CreateFieldAnswerData: {
            name: string;
            label: string;
            type: components["schemas"]["FieldType"];
            /** @enum {string} */
            source: "default" | "custom";
            /** @enum {string} */
            entity: "contact" | "company";
        };
        DeleteFieldAnswerData: {
            /** @enum {string} */
            entity: "contact" | "company";
            name: string;
        };
        IdentityRulesAnswerData: {
            never: string[];
            allow: string[];
            suspiciousAfter: number;
            /** @description Another one after each change. */
            version: string;
        };
        CampaignListPagination: {
            /** @constant */
            page: 1;
            /** @constant */
            limit: 100;
            /** @constant */
            totalRecords: 0;
            /** @constant */
            currentPage: 1;
            /** @constant */
            totalPage: 0;
        };
        CreateKeyAnswerData: {
            _id: components["schemas"]["KeyId"];
            prefix: string;
            name: string;
            scopes: components["schemas"]["Scope"][];
            rateLimit?: components["schemas"]["RateLimit"];
            userId: components["schemas"]["UserId"];
            createdAt: components["schemas"]["Timestamp"];
            revokedAt?: components["schemas"]["Timestamp"];
            /** @description When its secret was replaced the last time. */
            rotatedAt?: components["schemas"]["Timestamp"];
            /** @description Until when a secret of before works. */
            previousUntil?: components["schemas"]["Timestamp"];
            /** @description When a request had the key, to a minute. What its sessions of the console ask counts too. */
            lastUsedAt?: components["schemas"]["Timestamp"];
            key: string;
        };
        WebhookSecretAnswerData: {
            id: components["schemas"]["WebhookId"];
            url: string;
            /** @description Only these. Without it: all. */
            events?: ("created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled")[];
            /** @enum {string} */
            entity?: "contact" | "company";
            /** @description Of `updated`, only what changed one of these fields. Other events aren't affected. */
            fields?: string[];
            description?: string;
            /**
             * @description It was made by `POST /api/hooks`, and is sent what lemlist's hooks are.
             * @constant
             */
            hook?: true;
            enabled: boolean;
            /**
             * @description `asked`: by a request. `failing`: no attempt had success for three days. `gone`: it answered 410.
             * @enum {string}
             */
            disabledReason?: "asked" | "failing" | "gone";
            disabledAt?: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
            createdBy: components["schemas"]["UserId"];
            /** @description When the first attempt failed since the last success. */
            failingSince?: components["schemas"]["Timestamp"];
            lastSuccessAt?: components["schemas"]["Timestamp"];
            /** @description When events were last found to be missing: they were past the retention, or the database was restored. Read the records again. */
            missedAt?: components["schemas"]["Timestamp"];
            /** @description Until when the former secret signs as well. */
            previousSecretUntil?: components["schemas"]["Timestamp"];
            /** @description Events since then are being sent again. */
            replaySince?: components["schemas"]["Timestamp"];
            /** @description Of how many records it is yet to be told: now, or when it is tried again. 1000 stands for more too, and what happened since it was disabled isn't counted. */
            waiting: number;
            /** @description Absent where none is kept. */
            lastAttempt?: components["schemas"]["WebhookLastAttempt"];
            secret: string;
        };
        DeleteWebhookAnswerData: {
            id: components["schemas"]["WebhookId"];
        };
        WebhookAttemptAnswerData: {
            /** @description Counts the attempts of this webhook. */
            number: number;
            at: components["schemas"]["Timestamp"];
            /** @description The `webhook-id` header: the same when the same is sent again. */
            messageId: string;
            /** @description What the message told of. Empty for a test. */
            events: ("created" | "updated" | "merged" | "split" | "deleted" | "subscription" | "job_ended" | "disabled")[];
            /** @enum {string} */
            entity?: "contact" | "company" | "webhook";
            /** @description The record, the job of `job_ended`, or the webhook of `disabled`. */
            recordId?: string;
            /** @enum {string} */
            outcome: "delivered" | "failed";
            /** @description Of the answer. */
            status?: number;
            /** @description A code, where there was no answer. */
            error?: string;
            durationMs: number;
            /** @description The first KiB of the answer. It goes when the record is deleted. */
            answer?: string;
            /** @description What a replay would send now: the JSON of a `WebhookMessage`, or what lemlist's hooks are sent, without the secret. */
            body: string;
        };
        ConsoleLinkAnswerData: {
            /** @description To be opened in a browser at this server. What is behind the # signs in, once. */
            path: string;
            validUntil: components["schemas"]["Timestamp"];
        };
        ConsoleSessionAnswerDataTeam: {
            _id: components["schemas"]["TeamId"];
            name: string;
        };
        ConsoleSessionAnswerData: {
            /** @description Of this server. */
            version: string;
            team: components["schemas"]["ConsoleSessionAnswerDataTeam"];
            key: components["schemas"]["ApiKey"];
        };
        ClusterProcessChunksInteractive: {
            busy: number;
            of: number;
        };
        ClusterProcessChunksBulk: {
            busy: number;
            of: number;
        };
        /** @description Of a worker: the chunks that it has taken, by lane. */
        ClusterProcessChunks: {
            interactive: components["schemas"]["ClusterProcessChunksInteractive"];
            bulk: components["schemas"]["ClusterProcessChunksBulk"];
        };
        /** @description Of a worker: its slots that commit. */
        ClusterProcessCommits: {
            busy: number;
            of: number;
        };
        ClusterProcessLastSecond: {
            at: components["schemas"]["Timestamp"];
            /** @description Of an API: items that were added to the queue. */
            accepted: number;
            /** @description Of a worker: items that were created, updated or found as they are. */
            applied: number;
            /** @description Of a worker: items of which nothing was applied. */
            rejected: number;
            /** @description Of a worker: items, among both of these, some of whose identifiers are other records'. */
            conflicts: number;
        };
        ClusterProcess: {
            name: string;
            version?: string;
            startedAt?: components["schemas"]["Timestamp"];
            /** @description How far the clock of its machine is ahead of the database's; past a minute it takes nothing. */
            clockAheadMs?: number;
            chunks?: components["schemas"]["ClusterProcessChunks"];
            commits?: components["schemas"]["ClusterProcessCommits"];
            /** @description What it did in the last seconds before it told; those in which nothing happened are left out. */
            lastSeconds?: components["schemas"]["ClusterProcessLastSecond"][];
            /** @enum {string} */
            app: "api" | "worker";
            seenAt: components["schemas"]["Timestamp"];
            /** @description It hasn't been seen for 20 seconds: it was killed, stands still, or is cut off. */
            isSilent: boolean;
            /** @description False where its QUEUE_URL or QUEUE_NAMESPACE differs; absent while the queue can't be asked. */
            usesThisQueue?: boolean;
        };
        ClusterQueueShardLanesInteractive: {
            /** @description Chunks that no worker has taken, or that wait for a new try. */
            waiting: number;
            /** @description Chunks that workers have taken. */
            active: number;
            /** @description Chunks that a worker's next sweep looks at. */
            failed: number;
            /** @description How long the chunk that is next in line has existed; absent where none waits. */
            oldestMs?: number;
        };
        ClusterQueueShardLanesBulk: {
            /** @description Chunks that no worker has taken, or that wait for a new try. */
            waiting: number;
            /** @description Chunks that workers have taken. */
            active: number;
            /** @description Chunks that a worker's next sweep looks at. */
            failed: number;
            /** @description How long the chunk that is next in line has existed; absent where none waits. */
            oldestMs?: number;
        };
        /** @description Absent where its server doesn't answer. */
        ClusterQueueShardLanes: {
            interactive: components["schemas"]["ClusterQueueShardLanesInteractive"];
            bulk: components["schemas"]["ClusterQueueShardLanesBulk"];
        };
        ClusterQueueShard: {
            shard: number;
            /** @description Why nothing is added to it now. */
            problem?: string;
            lanes?: components["schemas"]["ClusterQueueShardLanes"];
        };
        /** @description Chunks, among those that failed, of which not even the names of the items can be read, so that nobody can be told what became of them (onefold parked-chunks); absent where they can't be counted. */
        ClusterQueueParked: {
            chunks: number;
            /** @description When the oldest of them was made; absent where there is none. */
            oldestAt?: components["schemas"]["Timestamp"];
        };
        ClusterQueue: {
            /** @enum {string} */
            store: "postgres" | "redis" | "redis-cluster";
            shards: components["schemas"]["ClusterQueueShard"][];
            parked?: components["schemas"]["ClusterQueueParked"];
        };
        ClusterReplica: {
            /** @enum {string} */
            of: "records" | "queue";
            /** @description Which server it copies, where there are several. */
            primary?: string;
            name: string;
            /** @description As its primary calls it, such as streaming or online. */
            state: string;
            /** @description How much it lacks of what its primary wrote. */
            lagBytes?: number;
            /** @description Of Postgres: how long its last writes took to be seen there. Of Redis: how long ago it confirmed last, in whole seconds. */
            lagMs?: number;
        };
        ErrorBodyOutputError: {
            code: components["schemas"]["ErrorCode"];
            message: string;
            details?: components["schemas"]["ErrorDetailOutput"][];
            /** @description With COMPANY_HAS_CONTACTS: how many contacts are linked to the company. */
            contactCount?: number;
        };
        UpsertContactAnswerOutputDataEmail: {
            value: string;
        };
        UpsertContactAnswerOutputData: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description All of the record, or what the request gave where the API key sees no more; and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            source?: string;
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdAt?: components["schemas"]["Timestamp"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdBy?: components["schemas"]["UserId"];
            _id: components["schemas"]["ContactId"];
            emails: components["schemas"]["UpsertContactAnswerOutputDataEmail"][];
            companyId?: components["schemas"]["CompanyId"];
            /** @description The companies that the contact is or was linked to: first the one of now, then the others, the latest first. At most 50. Absent where the API key sees only what it gave. */
            jobs?: components["schemas"]["ContactJobOutput"][];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            unsubscribed?: boolean;
            created: boolean;
            /**
             * @description lemlist's word for: the record was there before. It stands there also where nothing changed, and is absent where it was created. What happened is in `outcome`.
             * @constant
             */
            updated?: true;
            /** @enum {string} */
            outcome: "created" | "updated" | "unmodified";
            matchedBy?: components["schemas"]["MatchedBy"];
            /** @description `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes: {
                [key: string]: components["schemas"]["ChangeOutput"];
            };
            mergedIds?: string[];
            companyLinked: boolean;
        };
        ContactOutputEmail: {
            value: string;
        };
        UpsertCompanyAnswerOutputData: {
            teamId: components["schemas"]["TeamId"];
            linkedinUrl?: string;
            linkedinUrlSalesNav?: string;
            /** @description All of the record, or what the request gave where the API key sees no more; and `linkedinUrl` once more, as lemlist has it. */
            fields: {
                [key: string]: string | number | boolean;
            };
            ownerId?: components["schemas"]["UserId"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            source?: string;
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdAt?: components["schemas"]["Timestamp"];
            /** @description Absent where the record was there before and the API key sees only what it gave. */
            createdBy?: components["schemas"]["UserId"];
            _id: components["schemas"]["CompanyId"];
            name?: string;
            domain?: string;
            created: boolean;
            /**
             * @description lemlist's word for: the record was there before. It stands there also where nothing changed, and is absent where it was created. What happened is in `outcome`.
             * @constant
             */
            updated?: true;
            /** @enum {string} */
            outcome: "created" | "updated" | "unmodified";
            matchedBy?: components["schemas"]["MatchedBy"];
            /** @description `jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own field didn't change to the same. */
            changes: {
                [key: string]: components["schemas"]["ChangeOutput"];
            };
            mergedIds?: string[];
        };
        /** @description How far the upload of a batch came. One that broke off can be sent again with the same Idempotency-Key until the job ends. */
        JobOutputUpload: {
            /** @enum {string} */
            status: "open" | "complete" | "broken";
            /** @description Rows that were taken: none of them gets lost. */
            rows: number;
            /** @description Why it broke off. */
            problem?: string;
        };
        /** @description Of a batch: what holds for every row. */
        JobOutputOptions: {
            /** @enum {string} */
            onConflict: "prefer" | "strict" | "merge";
            dryRun: boolean;
            source?: string;
            /** @constant */
            resubscribe?: true;
            /** @constant */
            createCompanies?: true;
        };
        /** @description Of a batch: where to go on. */
        JobOutputLinks: {
            results: string;
            events: string;
            /** @description While it can be cancelled. */
            cancel?: string;
            /** @description Once there is something to retry. */
            retry?: string;
        };
        JobOutputError: {
            code: components["schemas"]["ErrorCode"];
            message: string;
            details?: components["schemas"]["ErrorDetailOutput"][];
            /** @description With COMPANY_HAS_CONTACTS: how many contacts are linked to the company. */
            contactCount?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ContactRequest = components['schemas']['ContactRequest'];
export type MergeContactsRequest = components['schemas']['MergeContactsRequest'];
export type DifferentContactsRequest = components['schemas']['DifferentContactsRequest'];
export type UnsubscribeVariablesRequest = components['schemas']['UnsubscribeVariablesRequest'];
export type CompanyRequest = components['schemas']['CompanyRequest'];
export type MergeCompaniesRequest = components['schemas']['MergeCompaniesRequest'];
export type DifferentCompaniesRequest = components['schemas']['DifferentCompaniesRequest'];
export type ConflictReason = components['schemas']['ConflictReason'];
export type CreateFieldRequest = components['schemas']['CreateFieldRequest'];
export type FieldType = components['schemas']['FieldType'];
export type IdentityRules = components['schemas']['IdentityRules'];
export type PatchTeamRequest = components['schemas']['PatchTeamRequest'];
export type CreateMemberRequest = components['schemas']['CreateMemberRequest'];
export type MemberRole = components['schemas']['MemberRole'];
export type PatchMemberRequest = components['schemas']['PatchMemberRequest'];
export type CreateKeyRequest = components['schemas']['CreateKeyRequest'];
export type UserId = components['schemas']['UserId'];
export type Scope = components['schemas']['Scope'];
export type RateLimit = components['schemas']['RateLimit'];
export type PatchKeyRequest = components['schemas']['PatchKeyRequest'];
export type RotateKeyRequest = components['schemas']['RotateKeyRequest'];
export type CreateWebhookRequest = components['schemas']['CreateWebhookRequest'];
export type PatchWebhookRequest = components['schemas']['PatchWebhookRequest'];
export type ReplayWebhookRequest = components['schemas']['ReplayWebhookRequest'];
export type HookType = components['schemas']['HookType'];
export type CreateHookRequest = components['schemas']['CreateHookRequest'];
export type JobStatus = components['schemas']['JobStatus'];
export type WebhookMessage = components['schemas']['WebhookMessage'];
export type Timestamp = components['schemas']['Timestamp'];
export type WebhookData = components['schemas']['WebhookData'];
export type Clock = components['schemas']['Clock'];
export type Job = components['schemas']['Job'];
export type JobId = components['schemas']['JobId'];
export type JobCounts = components['schemas']['JobCounts'];
export type JobNote = components['schemas']['JobNote'];
export type NoteCode = components['schemas']['NoteCode'];
export type JobRejection = components['schemas']['JobRejection'];
export type JobCsv = components['schemas']['JobCsv'];
export type JobCsvColumn = components['schemas']['JobCsvColumn'];
export type UpsertContactAnswer = components['schemas']['UpsertContactAnswer'];
export type JobLink = components['schemas']['JobLink'];
export type TeamId = components['schemas']['TeamId'];
export type ContactId = components['schemas']['ContactId'];
export type CompanyId = components['schemas']['CompanyId'];
export type ContactJob = components['schemas']['ContactJob'];
export type MatchedBy = components['schemas']['MatchedBy'];
export type UpsertCompanyAnswer = components['schemas']['UpsertCompanyAnswer'];
export type ErrorBody = components['schemas']['ErrorBody'];
export type DisabledWebhook = components['schemas']['DisabledWebhook'];
export type WebhookId = components['schemas']['WebhookId'];
export type Contact = components['schemas']['Contact'];
export type Company = components['schemas']['Company'];
export type ErrorCode = components['schemas']['ErrorCode'];
export type WarningCode = components['schemas']['WarningCode'];
export type RejectionReason = components['schemas']['RejectionReason'];
export type ErrorDetail = components['schemas']['ErrorDetail'];
export type FieldRejection = components['schemas']['FieldRejection'];
export type Warning = components['schemas']['Warning'];
export type Change = components['schemas']['Change'];
export type Liveness = components['schemas']['Liveness'];
export type Readiness = components['schemas']['Readiness'];
export type AcceptedAnswer = components['schemas']['AcceptedAnswer'];
export type ContactList = components['schemas']['ContactList'];
export type BatchAcceptedAnswer = components['schemas']['BatchAcceptedAnswer'];
export type CsvReading = components['schemas']['CsvReading'];
export type UploadPreview = components['schemas']['UploadPreview'];
export type MergeContactsAnswer = components['schemas']['MergeContactsAnswer'];
export type UndoContactsMergeAnswer = components['schemas']['UndoContactsMergeAnswer'];
export type DifferentContactsAnswer = components['schemas']['DifferentContactsAnswer'];
export type EmptyList = components['schemas']['EmptyList'];
export type DeleteContactAnswer = components['schemas']['DeleteContactAnswer'];
export type History = components['schemas']['History'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type ContactEmailAnswer = components['schemas']['ContactEmailAnswer'];
export type Subscription = components['schemas']['Subscription'];
export type SubscriptionUpdated = components['schemas']['SubscriptionUpdated'];
export type UnsubscribedVariable = components['schemas']['UnsubscribedVariable'];
export type UnsubscribeVariablesAnswer = components['schemas']['UnsubscribeVariablesAnswer'];
export type VariableSubscribed = components['schemas']['VariableSubscribed'];
export type UnsubscribedEmail = components['schemas']['UnsubscribedEmail'];
export type CompanyList = components['schemas']['CompanyList'];
export type CompanySelection = components['schemas']['CompanySelection'];
export type MergeCompaniesAnswer = components['schemas']['MergeCompaniesAnswer'];
export type UndoCompaniesMergeAnswer = components['schemas']['UndoCompaniesMergeAnswer'];
export type DifferentCompaniesAnswer = components['schemas']['DifferentCompaniesAnswer'];
export type DeleteCompanyAnswer = components['schemas']['DeleteCompanyAnswer'];
export type ConflictList = components['schemas']['ConflictList'];
export type Conflict = components['schemas']['Conflict'];
export type Clash = components['schemas']['Clash'];
export type DeadLetterList = components['schemas']['DeadLetterList'];
export type ListedDeadLetter = components['schemas']['ListedDeadLetter'];
export type DeadLetter = components['schemas']['DeadLetter'];
export type DeadLetterOutcome = components['schemas']['DeadLetterOutcome'];
export type JobResult = components['schemas']['JobResult'];
export type FieldsAnswer = components['schemas']['FieldsAnswer'];
export type Field = components['schemas']['Field'];
export type CreateFieldAnswer = components['schemas']['CreateFieldAnswer'];
export type DeleteFieldAnswer = components['schemas']['DeleteFieldAnswer'];
export type IdentityRulesAnswer = components['schemas']['IdentityRulesAnswer'];
export type Team = components['schemas']['Team'];
export type Hook = components['schemas']['Hook'];
export type HookList = components['schemas']['HookList'];
export type Member = components['schemas']['Member'];
export type PatchTeamAnswer = components['schemas']['PatchTeamAnswer'];
export type MemberAnswer = components['schemas']['MemberAnswer'];
export type User = components['schemas']['User'];
export type CampaignList = components['schemas']['CampaignList'];
export type KeysAnswer = components['schemas']['KeysAnswer'];
export type ApiKey = components['schemas']['ApiKey'];
export type KeyId = components['schemas']['KeyId'];
export type CreateKeyAnswer = components['schemas']['CreateKeyAnswer'];
export type RevokeKeyAnswer = components['schemas']['RevokeKeyAnswer'];
export type KeyAnswer = components['schemas']['KeyAnswer'];
export type ChangeFeed = components['schemas']['ChangeFeed'];
export type ChangeEvent = components['schemas']['ChangeEvent'];
export type WebhooksAnswer = components['schemas']['WebhooksAnswer'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookLastAttempt = components['schemas']['WebhookLastAttempt'];
export type WebhookSecretAnswer = components['schemas']['WebhookSecretAnswer'];
export type WebhookAnswer = components['schemas']['WebhookAnswer'];
export type DeleteWebhookAnswer = components['schemas']['DeleteWebhookAnswer'];
export type WebhookAttemptList = components['schemas']['WebhookAttemptList'];
export type WebhookAttempt = components['schemas']['WebhookAttempt'];
export type WebhookAttemptAnswer = components['schemas']['WebhookAttemptAnswer'];
export type WebhookQueuedAnswer = components['schemas']['WebhookQueuedAnswer'];
export type JobList = components['schemas']['JobList'];
export type JobResults = components['schemas']['JobResults'];
export type ConsoleLinkAnswer = components['schemas']['ConsoleLinkAnswer'];
export type ConsoleSessionAnswer = components['schemas']['ConsoleSessionAnswer'];
export type ConsoleSignOutAnswer = components['schemas']['ConsoleSignOutAnswer'];
export type Cluster = components['schemas']['Cluster'];
export type ErrorBodyOutput = components['schemas']['ErrorBodyOutput'];
export type JobLinkOutput = components['schemas']['JobLinkOutput'];
export type UpsertContactAnswerOutput = components['schemas']['UpsertContactAnswerOutput'];
export type ContactJobOutput = components['schemas']['ContactJobOutput'];
export type ContactOutput = components['schemas']['ContactOutput'];
export type UpsertCompanyAnswerOutput = components['schemas']['UpsertCompanyAnswerOutput'];
export type CompanyOutput = components['schemas']['CompanyOutput'];
export type JobOutput = components['schemas']['JobOutput'];
export type JobCountsOutput = components['schemas']['JobCountsOutput'];
export type JobNoteOutput = components['schemas']['JobNoteOutput'];
export type JobRejectionOutput = components['schemas']['JobRejectionOutput'];
export type JobCsvOutput = components['schemas']['JobCsvOutput'];
export type JobCsvColumnOutput = components['schemas']['JobCsvColumnOutput'];
export type DisabledWebhookOutput = components['schemas']['DisabledWebhookOutput'];
export type ErrorDetailOutput = components['schemas']['ErrorDetailOutput'];
export type FieldRejectionOutput = components['schemas']['FieldRejectionOutput'];
export type WarningOutput = components['schemas']['WarningOutput'];
export type ChangeOutput = components['schemas']['ChangeOutput'];
export type JobUpload = components['schemas']['JobUpload'];
export type JobOptions = components['schemas']['JobOptions'];
export type JobLinks = components['schemas']['JobLinks'];
export type JobError = components['schemas']['JobError'];
export type UpsertContactAnswerDataEmail = components['schemas']['UpsertContactAnswerDataEmail'];
export type UpsertContactAnswerData = components['schemas']['UpsertContactAnswerData'];
export type UpsertCompanyAnswerData = components['schemas']['UpsertCompanyAnswerData'];
export type ErrorBodyError = components['schemas']['ErrorBodyError'];
export type ContactEmail = components['schemas']['ContactEmail'];
export type ReadinessProblem = components['schemas']['ReadinessProblem'];
export type ReadinessWarning = components['schemas']['ReadinessWarning'];
export type AcceptedAnswerJob = components['schemas']['AcceptedAnswerJob'];
export type BatchAcceptedAnswerJob = components['schemas']['BatchAcceptedAnswerJob'];
export type BatchAcceptedAnswerRows = components['schemas']['BatchAcceptedAnswerRows'];
export type CsvReadingColumn = components['schemas']['CsvReadingColumn'];
export type UploadPreviewRowIgnoredItem = components['schemas']['UploadPreviewRowIgnoredItem'];
export type UploadPreviewRow = components['schemas']['UploadPreviewRow'];
export type UnsubscribeVariablesAnswerSkippedItem = components['schemas']['UnsubscribeVariablesAnswerSkippedItem'];
export type CompanySelectionDataItem = components['schemas']['CompanySelectionDataItem'];
export type ListedDeadLetterCause = components['schemas']['ListedDeadLetterCause'];
export type DeadLetterCause = components['schemas']['DeadLetterCause'];
export type FieldsAnswerData = components['schemas']['FieldsAnswerData'];
export type CreateFieldAnswerData = components['schemas']['CreateFieldAnswerData'];
export type DeleteFieldAnswerData = components['schemas']['DeleteFieldAnswerData'];
export type IdentityRulesAnswerData = components['schemas']['IdentityRulesAnswerData'];
export type CampaignListPagination = components['schemas']['CampaignListPagination'];
export type CreateKeyAnswerData = components['schemas']['CreateKeyAnswerData'];
export type WebhookSecretAnswerData = components['schemas']['WebhookSecretAnswerData'];
export type DeleteWebhookAnswerData = components['schemas']['DeleteWebhookAnswerData'];
export type WebhookAttemptAnswerData = components['schemas']['WebhookAttemptAnswerData'];
export type ConsoleLinkAnswerData = components['schemas']['ConsoleLinkAnswerData'];
export type ConsoleSessionAnswerDataTeam = components['schemas']['ConsoleSessionAnswerDataTeam'];
export type ConsoleSessionAnswerData = components['schemas']['ConsoleSessionAnswerData'];
export type ClusterProcessChunksInteractive = components['schemas']['ClusterProcessChunksInteractive'];
export type ClusterProcessChunksBulk = components['schemas']['ClusterProcessChunksBulk'];
export type ClusterProcessChunks = components['schemas']['ClusterProcessChunks'];
export type ClusterProcessCommits = components['schemas']['ClusterProcessCommits'];
export type ClusterProcessLastSecond = components['schemas']['ClusterProcessLastSecond'];
export type ClusterProcess = components['schemas']['ClusterProcess'];
export type ClusterQueueShardLanesInteractive = components['schemas']['ClusterQueueShardLanesInteractive'];
export type ClusterQueueShardLanesBulk = components['schemas']['ClusterQueueShardLanesBulk'];
export type ClusterQueueShardLanes = components['schemas']['ClusterQueueShardLanes'];
export type ClusterQueueShard = components['schemas']['ClusterQueueShard'];
export type ClusterQueueParked = components['schemas']['ClusterQueueParked'];
export type ClusterQueue = components['schemas']['ClusterQueue'];
export type ClusterReplica = components['schemas']['ClusterReplica'];
export type ErrorBodyOutputError = components['schemas']['ErrorBodyOutputError'];
export type UpsertContactAnswerOutputDataEmail = components['schemas']['UpsertContactAnswerOutputDataEmail'];
export type UpsertContactAnswerOutputData = components['schemas']['UpsertContactAnswerOutputData'];
export type ContactOutputEmail = components['schemas']['ContactOutputEmail'];
export type UpsertCompanyAnswerOutputData = components['schemas']['UpsertCompanyAnswerOutputData'];
export type JobOutputUpload = components['schemas']['JobOutputUpload'];
export type JobOutputOptions = components['schemas']['JobOutputOptions'];
export type JobOutputLinks = components['schemas']['JobOutputLinks'];
export type JobOutputError = components['schemas']['JobOutputError'];
export type $defs = Record<string, never>;
export interface operations {
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listContacts: {
        parameters: {
            query?: {
                /** @description Up to 100 ids, e-mails or URLs, comma-separated or repeated: answers a bare array, whatever `limit` and `offset` say, in this order, each record once. */
                idsOrEmails?: string;
                /**
                 * @description The beginning of an e-mail, of the full name, of the last name, or of the name in a LinkedIn URL; case and accents of names don't matter.
                 * @example jane
                 */
                search?: string;
                /** @description Any of its e-mails. */
                email?: string;
                /** @description Its LinkedIn URL, in any spelling. */
                linkedinUrl?: string;
                /** @description Its Sales Navigator URL, in any spelling. */
                linkedinUrlSalesNav?: string;
                /** @description The company that it is linked to. */
                companyId?: string;
                /** @description The same, by one of its domains. */
                companyDomain?: string;
                /** @description The same, by its LinkedIn URL. */
                companyLinkedinUrl?: string;
                /** @description The same, by its Sales Navigator URL. */
                companySalesnavUrl?: string;
                /** @description `all`: there are no lists of contacts here, so another one is not found. */
                listId?: string;
                /** @description Either way all contacts: there are no campaigns here. */
                notInAnyCampaign?: "true" | "false";
                /** @description Why enrichment or a CRM gave a value that wasn't taken. There is none here, so nothing is found. */
                fieldRejectionReason?: string;
                /** @description What else there is to sort by needs an index: nothing. */
                sortBy?: "createdAt";
                /** @description `desc`: the newest first. Not with a `search` alone. */
                sortOrder?: "asc" | "desc";
                /** @description 100 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before: goes as deep as there are records. */
                cursor?: string;
                /** @description At most 100,000, and 10,000 with a filter; of a search among a company's contacts what the first 5,000 of them hold. Further on, use `cursor`. */
                offset?: number;
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    upsertContact: {
        parameters: {
            query?: {
                /** @description Where the identifiers name several records: `prefer` updates the strongest match and leaves a clashing identifier with its owner, `strict` applies nothing (409), `merge` folds the records into the strongest. Records that contradict each other, each with a LinkedIn profile or a Sales Navigator id of its own, stay apart. Where it isn't given, the team's own choice holds, which is `merge` unless it was changed. */
                onConflict?: "prefer" | "strict" | "merge";
                /** @description `true`: the same status and answer, with `dryRun: true` and without `job`, but nothing is written or queued. It tells of the records as they are now, not of what is still queued; the `_id` of a record that would be created is made up. `Prefer` and `Idempotency-Key` count for nothing then. */
                dryRun?: "true" | "false";
                /** @description `true`: where no company has the companyDomain or companyLinkedinUrl, it is created first, with `companyName` as its name if that is given, and the contact is linked to it. One that is there is left as it is. */
                createCompanies?: "true" | "false";
            };
            header?: {
                /** @description `respond-async`: don't wait; `wait=N`: wait up to N seconds, at most 60 (RFC 7240). */
                Prefer?: string;
                /** @description Makes a retry safe: whatever became of the first request, however often it is repeated with the same key, body and query, in sequence or at once, it is one job and is applied once. The key counts per team and route (of an API key without `read`: per API key and route) and is kept for at least 24 hours. Another body or query under it is 422; a 400 uses up nothing. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    uploadContacts: {
        parameters: {
            query?: {
                /** @description As for a single one, for every row. Where it isn't given, the team's own choice holds. */
                onConflict?: "prefer" | "strict" | "merge";
                /** @description `true`: the job says of each row what it would come to, after the rows before it, and nothing is changed. */
                dryRun?: "true" | "false";
                /** @description `true`: a row that says that its person did not opt out lifts an opt-out that stands. Without it, it changes nothing. */
                resubscribe?: "true" | "false";
                /** @description Of records that are created; a row's own wins. */
                source?: string;
                /** @description CSV only: `Header:field` says what a column is, `Header:` leaves it out. It can be repeated. */
                map?: string[];
                /** @description CSV only. `true`: columns that have no place are left out, and listed in the answer, instead of refused. A cell of one that says `unsubscribed` or the like is an opt-out all the same, unless `map` leaves the column out. */
                ignoreUnknownColumns?: "true" | "false";
                /** @description CSV only: what separates decimals in numbers; blanks, apostrophes and the other sign may separate thousands then. Without it, numbers are as JSON has them. */
                decimal?: "," | ".";
                /** @description CSV only: in which order day (D), month (M) and year (Y) stand in dates. Times without an offset are UTC's then. Without it, dates are as ISO 8601 has them. */
                dates?: "DMY" | "MDY" | "YMD";
                /** @description `true`: where no company has the companyDomain or companyLinkedinUrl, it is created first, with `companyName` as its name if that is given, and the contact is linked to it. One that is there is left as it is. */
                createCompanies?: "true" | "false";
            };
            header?: {
                /** @description Of the body. */
                "Content-Encoding"?: "gzip" | "identity";
                /** @description Makes an upload that broke off resumable for 24 hours: sent again with the same key, query and body, it goes on where it broke off, and no row is taken twice. After its end it answers with the same job, or with 422 where the upload couldn't be read to its end. Other rows under the key, or more of them, are 422. A dry run is done anew each time: the key means nothing to it. Where the queue lost rows of it, it opens a new job (`retryOf`) for the rows that are missing. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    previewContacts: {
        parameters: {
            query?: {
                /** @description As for a single one, for every row. Where it isn't given, the team's own choice holds. */
                onConflict?: "prefer" | "strict" | "merge";
                /** @description `true`: the job says of each row what it would come to, after the rows before it, and nothing is changed. */
                dryRun?: "true" | "false";
                /** @description `true`: a row that says that its person did not opt out lifts an opt-out that stands. Without it, it changes nothing. */
                resubscribe?: "true" | "false";
                /** @description Of records that are created; a row's own wins. */
                source?: string;
                /** @description CSV only: `Header:field` says what a column is, `Header:` leaves it out. It can be repeated. */
                map?: string[];
                /** @description CSV only. `true`: columns that have no place are left out, and listed in the answer, instead of refused. A cell of one that says `unsubscribed` or the like is an opt-out all the same, unless `map` leaves the column out. */
                ignoreUnknownColumns?: "true" | "false";
                /** @description CSV only: what separates decimals in numbers; blanks, apostrophes and the other sign may separate thousands then. Without it, numbers are as JSON has them. */
                decimal?: "," | ".";
                /** @description CSV only: in which order day (D), month (M) and year (Y) stand in dates. Times without an offset are UTC's then. Without it, dates are as ISO 8601 has them. */
                dates?: "DMY" | "MDY" | "YMD";
                /** @description `true`: where no company has the companyDomain or companyLinkedinUrl, it is created first, with `companyName` as its name if that is given, and the contact is linked to it. One that is there is left as it is. */
                createCompanies?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    mergeContacts: {
        parameters: {
            query?: {
                /** @description `true`: the same answer, and nothing is written. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    undoContactsMerge: {
        parameters: {
            query?: {
                /**
                 * @description Which item of the job; 0 by default.
                 * @example 0
                 */
                row?: number;
            };
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The job of the merge, or of an upsert with `onConflict=merge`.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    noteDifferentContacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    forgetDifferentContacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    exportContacts: {
        parameters: {
            query?: {
                /**
                 * @description By default what `Accept` asks for, else CSV.
                 * @example csv
                 */
                format?: "csv" | "ndjson";
                /** @description `company`: all companies instead, as lemlist has it. */
                entity?: "contact" | "company";
                /** @description Up to 100 ids, e-mails or URLs, comma-separated or repeated: answers a bare array, whatever `limit` and `offset` say, in this order, each record once. */
                idsOrEmails?: string;
                /** @description The beginning of an e-mail, of the full name, of the last name, or of the name in a LinkedIn URL; case and accents of names don't matter. */
                search?: string;
                /** @description Any of its e-mails. */
                email?: string;
                /** @description Its LinkedIn URL, in any spelling. */
                linkedinUrl?: string;
                /** @description Its Sales Navigator URL, in any spelling. */
                linkedinUrlSalesNav?: string;
                /** @description The company that it is linked to. */
                companyId?: string;
                /** @description The same, by one of its domains. */
                companyDomain?: string;
                /** @description The same, by its LinkedIn URL. */
                companyLinkedinUrl?: string;
                /** @description The same, by its Sales Navigator URL. */
                companySalesnavUrl?: string;
                /** @description `all`: there are no lists of contacts here, so another one is not found. */
                listId?: string;
                /** @description Either way all contacts: there are no campaigns here. */
                notInAnyCampaign?: "true" | "false";
                /** @description Why enrichment or a CRM gave a value that wasn't taken. There is none here, so nothing is found. */
                fieldRejectionReason?: string;
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listContactLists: {
        parameters: {
            query?: {
                /** @description Taken as lemlist takes it; none has such a name. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getContact: {
        parameters: {
            query?: {
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path: {
                /**
                 * @description An id, any of the e-mails, or a LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example jane@example.com
                 */
                idOrEmail: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    deleteContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description An id, any of the e-mails, or a LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example jane@example.com
                 */
                idOrEmail: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getContactHistory: {
        parameters: {
            query?: {
                /** @description 100 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before: goes as deep as there are records. */
                cursor?: string;
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path: {
                /**
                 * @description An id, any of the e-mails, or a LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example jane@example.com
                 */
                idOrEmail: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    removeContactEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The contact's id, or one of its e-mails.
                 * @example ctc_zXhfdkgK5RQ5FRsAM
                 */
                idOrEmail: string;
                /**
                 * @description One of the contact's e-mails.
                 * @example j.example@example.com
                 */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    setPrimaryContactEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The contact's id, or one of its e-mails.
                 * @example ctc_zXhfdkgK5RQ5FRsAM
                 */
                idOrEmail: string;
                /**
                 * @description One of the contact's e-mails.
                 * @example jane@example.com
                 */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    setPrimaryContactEmailByPost: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The contact's id, or one of its e-mails.
                 * @example ctc_zXhfdkgK5RQ5FRsAM
                 */
                idOrEmail: string;
                /**
                 * @description One of the contact's e-mails.
                 * @example jane@example.com
                 */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact's id, one of its e-mails, or its LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example ctc_zXhfdkgK5RQ5FRsAM
                 */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    unsubscribeContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The contact's id, one of its e-mails, or its LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example ctc_zXhfdkgK5RQ5FRsAM
                 */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    resubscribeContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The contact's id, one of its e-mails, or its LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example ctc_zXhfdkgK5RQ5FRsAM
                 */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listUnsubscribedVariables: {
        parameters: {
            query?: {
                /** @description At most 100,000; an export has all. */
                offset?: number;
                /** @description 100 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    unsubscribeVariables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getUnsubscribedVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description In any spelling, percent-encoded or as it is: an e-mail, a domain, a LinkedIn or Sales Navigator URL of a person, or a phone number.
                 * @example jane@example.com
                 */
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    addUnsubscribedVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description In any spelling, percent-encoded or as it is: an e-mail, a domain, a LinkedIn or Sales Navigator URL of a person, or a phone number.
                 * @example jane@example.com
                 */
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    removeUnsubscribedVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description In any spelling, percent-encoded or as it is: an e-mail, a domain, a LinkedIn or Sales Navigator URL of a person, or a phone number.
                 * @example jane@example.com
                 */
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    exportUnsubscribedVariables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    exportUnsubscribedContacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listUnsubscribedEmails: {
        parameters: {
            query?: {
                /** @description At most 100,000; an export has all. */
                offset?: number;
                /** @description 100 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getUnsubscribedEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description In any spelling, percent-encoded or as it is: an e-mail or a domain.
                 * @example jane@example.com
                 */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    addUnsubscribedEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description In any spelling, percent-encoded or as it is: an e-mail or a domain.
                 * @example jane@example.com
                 */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    removeUnsubscribedEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description In any spelling, percent-encoded or as it is: an e-mail or a domain.
                 * @example jane@example.com
                 */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    exportUnsubscribedEmails: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listCompanies: {
        parameters: {
            query?: {
                /** @description Up to 100 ids, domains or URLs, comma-separated or repeated: answers a page of them, in this order, each record once. */
                idsOrDomains?: string;
                /**
                 * @description The beginning of a domain, of the name, or of the name in a LinkedIn URL; case and accents of names don't matter.
                 * @example exa
                 */
                search?: string;
                /** @description Any of its domains. */
                domain?: string;
                /** @description Its LinkedIn URL, in any spelling. */
                linkedinUrl?: string;
                /** @description Its Sales Navigator URL, in any spelling. */
                linkedinUrlSalesNav?: string;
                /** @description How it is synced with a CRM. There is none here, so nothing is found. */
                crmSyncStatus?: string;
                /** @description Why enrichment or a CRM gave a value that wasn't taken. There is none here, so nothing is found. */
                fieldRejectionReason?: string;
                /** @description What else there is to sort by needs an index: nothing. */
                sortBy?: "createdAt";
                /** @description `desc`: the newest first. Not with a `search` alone. */
                sortOrder?: "asc" | "desc";
                /** @description Only these of each record, and its _id, comma-separated, such as `fields.name,domain`: up to 200. */
                fields?: string;
                /** @description 100 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before: goes as deep as there are records. */
                cursor?: string;
                /** @description At most 100,000, and 10,000 with a filter; of a search among a company's contacts what the first 5,000 of them hold. Further on, use `cursor`. */
                offset?: number;
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    upsertCompany: {
        parameters: {
            query?: {
                /** @description Where the identifiers name several records: `prefer` updates the strongest match and leaves a clashing identifier with its owner, `strict` applies nothing (409), `merge` folds the records into the strongest. Records that contradict each other, each with a LinkedIn profile or a Sales Navigator id of its own, stay apart. Where it isn't given, the team's own choice holds, which is `merge` unless it was changed. */
                onConflict?: "prefer" | "strict" | "merge";
                /** @description `true`: the same status and answer, with `dryRun: true` and without `job`, but nothing is written or queued. It tells of the records as they are now, not of what is still queued; the `_id` of a record that would be created is made up. `Prefer` and `Idempotency-Key` count for nothing then. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description `respond-async`: don't wait; `wait=N`: wait up to N seconds, at most 60 (RFC 7240). */
                Prefer?: string;
                /** @description Makes a retry safe: whatever became of the first request, however often it is repeated with the same key, body and query, in sequence or at once, it is one job and is applied once. The key counts per team and route (of an API key without `read`: per API key and route) and is kept for at least 24 hours. Another body or query under it is 422; a 400 uses up nothing. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    uploadCompanies: {
        parameters: {
            query?: {
                /** @description As for a single one, for every row. Where it isn't given, the team's own choice holds. */
                onConflict?: "prefer" | "strict" | "merge";
                /** @description `true`: the job says of each row what it would come to, after the rows before it, and nothing is changed. */
                dryRun?: "true" | "false";
                /** @description `true`: a row that says that its person did not opt out lifts an opt-out that stands. Without it, it changes nothing. */
                resubscribe?: "true" | "false";
                /** @description Of records that are created; a row's own wins. */
                source?: string;
                /** @description CSV only: `Header:field` says what a column is, `Header:` leaves it out. It can be repeated. */
                map?: string[];
                /** @description CSV only. `true`: columns that have no place are left out, and listed in the answer, instead of refused. A cell of one that says `unsubscribed` or the like is an opt-out all the same, unless `map` leaves the column out. */
                ignoreUnknownColumns?: "true" | "false";
                /** @description CSV only: what separates decimals in numbers; blanks, apostrophes and the other sign may separate thousands then. Without it, numbers are as JSON has them. */
                decimal?: "," | ".";
                /** @description CSV only: in which order day (D), month (M) and year (Y) stand in dates. Times without an offset are UTC's then. Without it, dates are as ISO 8601 has them. */
                dates?: "DMY" | "MDY" | "YMD";
            };
            header?: {
                /** @description Of the body. */
                "Content-Encoding"?: "gzip" | "identity";
                /** @description Makes an upload that broke off resumable for 24 hours: sent again with the same key, query and body, it goes on where it broke off, and no row is taken twice. After its end it answers with the same job, or with 422 where the upload couldn't be read to its end. Other rows under the key, or more of them, are 422. A dry run is done anew each time: the key means nothing to it. Where the queue lost rows of it, it opens a new job (`retryOf`) for the rows that are missing. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    previewCompanies: {
        parameters: {
            query?: {
                /** @description As for a single one, for every row. Where it isn't given, the team's own choice holds. */
                onConflict?: "prefer" | "strict" | "merge";
                /** @description `true`: the job says of each row what it would come to, after the rows before it, and nothing is changed. */
                dryRun?: "true" | "false";
                /** @description `true`: a row that says that its person did not opt out lifts an opt-out that stands. Without it, it changes nothing. */
                resubscribe?: "true" | "false";
                /** @description Of records that are created; a row's own wins. */
                source?: string;
                /** @description CSV only: `Header:field` says what a column is, `Header:` leaves it out. It can be repeated. */
                map?: string[];
                /** @description CSV only. `true`: columns that have no place are left out, and listed in the answer, instead of refused. A cell of one that says `unsubscribed` or the like is an opt-out all the same, unless `map` leaves the column out. */
                ignoreUnknownColumns?: "true" | "false";
                /** @description CSV only: what separates decimals in numbers; blanks, apostrophes and the other sign may separate thousands then. Without it, numbers are as JSON has them. */
                decimal?: "," | ".";
                /** @description CSV only: in which order day (D), month (M) and year (Y) stand in dates. Times without an offset are UTC's then. Without it, dates are as ISO 8601 has them. */
                dates?: "DMY" | "MDY" | "YMD";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    mergeCompanies: {
        parameters: {
            query?: {
                /** @description `true`: the same answer, and nothing is written. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    undoCompaniesMerge: {
        parameters: {
            query?: {
                /**
                 * @description Which item of the job; 0 by default.
                 * @example 0
                 */
                row?: number;
            };
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The job of the merge, or of an upsert with `onConflict=merge`.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    noteDifferentCompanies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    forgetDifferentCompanies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    exportCompanies: {
        parameters: {
            query?: {
                /**
                 * @description By default what `Accept` asks for, else CSV.
                 * @example csv
                 */
                format?: "csv" | "ndjson";
                /** @description Up to 100 ids, domains or URLs, comma-separated or repeated: answers a page of them, in this order, each record once. */
                idsOrDomains?: string;
                /** @description The beginning of a domain, of the name, or of the name in a LinkedIn URL; case and accents of names don't matter. */
                search?: string;
                /** @description Any of its domains. */
                domain?: string;
                /** @description Its LinkedIn URL, in any spelling. */
                linkedinUrl?: string;
                /** @description Its Sales Navigator URL, in any spelling. */
                linkedinUrlSalesNav?: string;
                /** @description How it is synced with a CRM. There is none here, so nothing is found. */
                crmSyncStatus?: string;
                /** @description Why enrichment or a CRM gave a value that wasn't taken. There is none here, so nothing is found. */
                fieldRejectionReason?: string;
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getCompany: {
        parameters: {
            query?: {
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path: {
                /**
                 * @description An id, any of the domains, or a LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example example.com
                 */
                idOrDomain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    deleteCompany: {
        parameters: {
            query?: {
                /**
                 * @description `true`: unlinks its contacts.
                 * @example true
                 */
                force?: "true" | "false";
            };
            header?: {
                /** @description Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description An id, any of the domains, or a LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example example.com
                 */
                idOrDomain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getCompanyHistory: {
        parameters: {
            query?: {
                /** @description 100 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before: goes as deep as there are records. */
                cursor?: string;
                /** @description A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where the service has a read replica, the last seconds may be missing. */
                atLeast?: number;
            };
            header?: never;
            path: {
                /**
                 * @description An id, any of the domains, or a LinkedIn or Sales Navigator URL, percent-encoded.
                 * @example example.com
                 */
                idOrDomain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listConflicts: {
        parameters: {
            query?: {
                /** @description Only those; of both by default. */
                entity?: "contact" | "company";
                /** @description Only clashes for this reason. */
                reason?: components["schemas"]["ConflictReason"];
                /** @description 50 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description 50 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Of the job.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
                /**
                 * @description Of the job; 0 for a single request.
                 * @example 0
                 */
                row: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    mendDeadLetter: {
        parameters: {
            query?: {
                /** @description What it is about; only where the letter doesn't say it. */
                entity?: "contact" | "company";
            };
            header?: never;
            path: {
                /**
                 * @description Of the job.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
                /**
                 * @description Of the job; 0 for a single request.
                 * @example 0
                 */
                row: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    dropDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Of the job.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
                /**
                 * @description Of the job; 0 for a single request.
                 * @example 0
                 */
                row: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    replayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Of the job.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
                /**
                 * @description Of the job; 0 for a single request.
                 * @example 0
                 */
                row: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listFields: {
        parameters: {
            query?: {
                /** @description Only the fields of these; of both by default. */
                entity?: "contact" | "company";
                /** @description Only what every team has, or only the team's own. No field is `crm_synced`. */
                source?: "default" | "custom" | "crm_synced";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    createField: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    deleteField: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What has the field.
                 * @example contact
                 */
                entity: "contact" | "company";
                /**
                 * @description The name under which bodies give it.
                 * @example seniority
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getIdentityRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    replaceIdentityRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getTeam: {
        parameters: {
            query?: {
                /**
                 * @description `v2` adds the users.
                 * @example v2
                 */
                version?: "v1" | "v2";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    updateTeam: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    createMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The member's id.
                 * @example usr_Vd3mQx9LsY7tKp2Ja
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The member's id.
                 * @example usr_Vd3mQx9LsY7tKp2Ja
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listCampaigns: {
        parameters: {
            query?: {
                /** @description `v2`: an object, as in lemlist's second version. A bare array otherwise. */
                version?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The key's id.
                 * @example key_Hc7uZp1RwE5xMa9Tq
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    updateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The key's id.
                 * @example key_Hc7uZp1RwE5xMa9Tq
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The key's id.
                 * @example key_Hc7uZp1RwE5xMa9Tq
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; `now` to begin behind all that there is. Without it: from the oldest that is kept. */
                after?: string;
                /** @description Only events of these. */
                entity?: "contact" | "company" | "webhook";
                /**
                 * @description Only these, with commas between: created, updated, merged, split, deleted, subscription, job_ended, disabled.
                 * @example created,updated
                 */
                events?: string;
                /** @description Seconds to wait for the first event where there is none yet. */
                wait?: number;
                /** @description 100 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    followChanges: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; `now` to begin behind all that there is. Without it: from the oldest that is kept. */
                after?: string;
                /** @description Only events of these. */
                entity?: "contact" | "company" | "webhook";
                /**
                 * @description Only these, with commas between: created, updated, merged, split, deleted, subscription, job_ended, disabled.
                 * @example created,updated
                 */
                events?: string;
            };
            header?: {
                /** @description The id of the last event seen. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listWebhookAttempts: {
        parameters: {
            query?: {
                /** @description 50 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getWebhookAttempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
                /**
                 * @description The attempt's number.
                 * @example 12
                 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listHooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    createHook: {
        parameters: {
            query?: {
                /** @description http or https. */
                targetUrl?: string;
                /** @description Without it, with `*` or an empty one: all that happens to contacts. */
                type?: components["schemas"]["HookType"] | ("*" | "");
                /** @description Any text. Each message has it as `secret`, and is signed with it as the key. */
                secret?: string;
                /** @description Kept, and limits nothing: there are no campaigns. */
                campaignId?: string;
                /** @description Kept, and limits nothing. */
                isFirst?: "true" | "false";
                /** @description Kept. */
                zapId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    deleteHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The hook's id.
                 * @example hoo_tR4bLz9QwX2vNc6Pm
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Only those, of the batches. */
                status?: components["schemas"]["JobStatus"];
                /** @description Jobs of single requests that reached this record, or gave a value that is its own: an id, an e-mail, a domain, or a LinkedIn or Sales Navigator URL. It takes a key with `read`. */
                record?: string;
                /** @description Jobs of single requests with this outcome. */
                outcome?: "created" | "updated" | "unmodified" | "rejected";
                /**
                 * @description 50 by default.
                 * @example 50
                 */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getJob: {
        parameters: {
            query?: {
                /**
                 * @description Seconds to wait for the job's end.
                 * @example 10
                 */
                wait?: number;
            };
            header?: never;
            path: {
                /**
                 * @description As a POST answered it.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getJobResults: {
        parameters: {
            query?: {
                /**
                 * @description Only those.
                 * @example rejected
                 */
                outcome?: "created" | "updated" | "unmodified" | "rejected";
                /** @description Only applied rows with this note: the code of a warning, or the reason for which a value was not applied; `any`: those with one at all. `notes` of the job says how many there are. POSSIBLE_DUPLICATE takes a key with `read`. */
                note?: "OWNER_NOT_FOUND" | "COMPANY_NOT_FOUND" | "POSSIBLE_DUPLICATE" | "duplicate" | "stale" | "limit" | "scope" | "deleted" | "unregistered" | "suspicious" | "placeholder" | "invalid" | "any";
                /** @description Only rows that were rejected with this code. `rejections` of the job says how many there are. */
                code?: components["schemas"]["ErrorCode"];
                /**
                 * @description Only this row and those after it.
                 * @example 0
                 */
                fromRow?: number;
                /**
                 * @description By default what `Accept` asks for, else JSON.
                 * @example json
                 */
                format?: "json" | "ndjson" | "csv";
                /** @description CSV only. `true`: with a byte order mark, and the delimiter of the upload, so that a spreadsheet opens it. */
                excel?: "true" | "false";
                /** @description Of a page of JSON; 100 by default. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description As a POST answered it.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    followJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the last event seen. */
                "Last-Event-ID"?: string;
            };
            path: {
                /**
                 * @description As a POST answered it.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As a POST answered it.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As a POST answered it.
                 * @example job_03yHWc2jpVLKfXkbKQfKum2x1hujl5
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    createConsoleLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getConsoleSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    getCluster: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
}
