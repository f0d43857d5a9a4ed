/** Where the service is and the key to use there: `npm start` shows both. */
const { ONEFOLD_URL = "http://127.0.0.1:3000", ONEFOLD_API_KEY = "" } = process.env;

/** An answer whose body is taken to be what its route says it is. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Sends a request with the API key. */
export function request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${ONEFOLD_API_KEY}`);
  return fetch(`${ONEFOLD_URL}${path}`, { ...init, method, headers });
}

/**
 * Sends JSON and reads JSON.
 * @throws Error with what the service said, where it refuses
 */
export async function call<Body>(
  method: string,
  path: string,
  json?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<Body>> {
  const response = await request(method, path, {
    headers: { "Content-Type": "application/json", ...headers },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  // The service's OpenAPI document says what each route answers. A program that must be sure of it checks the body.
  const parsed: Body = JSON.parse(text);
  return { status: response.status, headers: response.headers, body: parsed };
}
