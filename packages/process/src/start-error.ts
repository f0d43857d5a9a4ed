/** Why a process can't start, in one sentence for the person who starts it. */
export class StartError extends Error {
  override readonly name: string = "StartError";
}
