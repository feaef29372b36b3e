/** Characters that are written at once: small enough to flow, large enough that calls cost little. */
const BLOCK_LENGTH = 64 * 1024;

/** Joins small pieces of text to blocks, so that writing a report takes hundreds of calls and not hundreds of thousands. */
export async function* inBlocks(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let block = '';
  for await (const chunk of chunks) {
    block += chunk;
    if (block.length < BLOCK_LENGTH) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}
