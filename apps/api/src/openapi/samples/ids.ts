/** Ids of the examples' records. They have the right form, and are nobody's. */
export const SAMPLE = {
  teamId: "tea_ZO0b3UaC5vXh3lOvD",
  userId: "usr_0SOo3KPpVZxnJhMuM",
  otherUserId: "usr_Vd3mQx9LsY7tKp2Ja",
  contactId: "ctc_zXhfdkgK5RQ5FRsAM",
  otherContactId: "ctc_Nx4qJwS0dV2bTzK8m",
  companyId: "cpn_8kQm2VbXr0TzLw4Ye",
  otherCompanyId: "cpn_Nx4qJwS0dV2bTzK8m",
  keyId: "key_Hc7uZp1RwE5xMa9Tq",
  webhookId: "hoo_tR4bLz9QwX2vNc6Pm",
  jobId: "job_03yHWc2jpVLKfXkbKQfKum2x1hujl5",
  jobUrl: "/api/jobs/job_03yHWc2jpVLKfXkbKQfKum2x1hujl5",
} as const;

export const SAMPLE_TIME = "2026-11-23T12:00:00.000Z";
export const SAMPLE_LATER = "2026-11-23T12:00:00.250Z";
/** The clock of what was accepted at `SAMPLE_TIME`. */
export const SAMPLE_CLOCK = 1_795_435_200_000_117;
/** The job of a request that has written something. */
export const SAMPLE_LINK = { id: SAMPLE.jobId, url: SAMPLE.jobUrl, clock: SAMPLE_CLOCK };
