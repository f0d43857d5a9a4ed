/** (b) One BullMQ job per request carries what the worker needs, and nothing of other requests. */
export interface TextbookJob {
  readonly teamId: string;
  readonly userId: string;
  readonly jobId: string;
  readonly acceptedAt: number;
  readonly clock: number;
  readonly email: string;
  readonly linkedinUrl: string;
  readonly fields: Readonly<Record<string, string>>;
}
