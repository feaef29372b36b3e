/** Whether the reader of stdout went away (`| head`): then nothing more is written, and nothing is wrong. */
let readerLeft = false;

/** Makes a closed pipe behind stdout or stderr quiet instead of fatal; all other errors of the two stay errors. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      readerLeft ||= stream === process.stdout;
    });
}

/** Writes text to stdout as it is: the caller has escaped what strangers wrote. */
export function print(text: string): void {
  if (!readerLeft) process.stdout.write(text);
}

/** Writes one line to stderr as it is: the caller has escaped what strangers wrote. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Writes chunks to stdout at the speed of its reader. */
export async function printAll(chunks: AsyncIterable<string>): Promise<void> {
  for await (const chunk of chunks) {
    if (readerLeft) return;
    if (!process.stdout.write(chunk)) await drained(process.stdout);
  }
}

/** Resolves when a stream takes more, or never will. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) stream.on(event, done);
  });
}

/** Waits until stdout and stderr have taken all that was written to them. */
export async function flushOutput(): Promise<void> {
  const streams = [process.stdout, process.stderr].filter((stream) => stream.writable);
  await Promise.all(streams.map((stream) => new Promise<void>((done) => void stream.write('', () => done()))));
}
