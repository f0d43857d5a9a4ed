import { z } from "zod";

/** A list that lemlist's clients read, and that is empty here. */
const None = z.array(z.never()).max(0);

/** The answer to `GET /api/campaigns`, and to `GET /api/contacts/lists`. */
export const EmptyList = None.meta({ id: "EmptyList" });
export type EmptyList = z.infer<typeof EmptyList>;

/** The answer to `GET /api/campaigns?version=v2`. */
export const CampaignList = z
  .object({
    campaigns: None,
    pagination: z.object({
      page: z.literal(1),
      limit: z.literal(100),
      totalRecords: z.literal(0),
      currentPage: z.literal(1),
      totalPage: z.literal(0),
    }),
  })
  .meta({ id: "CampaignList" });
export type CampaignList = z.infer<typeof CampaignList>;
