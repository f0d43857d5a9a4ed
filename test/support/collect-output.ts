/** What an app has written so far, as it comes. */
export interface CollectedOutput {
  write(text: string): void;
  /** No more comes. */
  close(): void;
  text(): string;
  /** Resolves when a match was written, rejects when it is closed without. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
}

/** @param of who writes it, for the message of an error */
export function collectOutput(of: string): CollectedOutput {
  let output = "";
  let isClosed = false;
  let more = Promise.withResolvers<void>();
  const tell = () => {
    more.resolve();
    more = Promise.withResolvers();
  };
  return {
    write(text) {
      output += text;
      tell();
    },
    close() {
      isClosed = true;
      tell();
    },
    text: () => output,
    async waitFor(pattern) {
      for (;;) {
        const match = output.match(pattern);
        if (match) return match;
        if (isClosed) throw new Error(`The ${of} ended before it wrote ${pattern}:\n${output}`);
        await more.promise;
      }
    },
  };
}
