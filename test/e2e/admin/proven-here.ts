/**
 * What the OpenAPI document promises of the routes by which a team sees to itself, which admin.test.ts proves
 * whole; 429 and 5xx have tests of their own.
 */
export const PROVEN_BY_ADMIN = /^\w+ \/api\/(keys|users|team|fields)\b.* (?!429)[1-4]\d\d$/;
