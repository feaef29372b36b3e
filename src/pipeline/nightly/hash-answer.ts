import { createHash } from 'node:crypto';
import type { Answer } from '../../connect/take-snapshot.ts';

/**
 * Hash of an answer as it was sent, and of the package that gave it: equal hashes mean the very same list. The same list
 * written otherwise (members in another order) has another hash, and is then compared the thorough way.
 */
export function hashAnswer(answer: Answer): string {
  const { serverInfo, protocolVersion, capabilities, instructions, tools, malformed, provenance } = answer;
  const { package: ran, transport, placeholders, given, scriptsRan } = provenance;
  return createHash('sha256')
    .update(JSON.stringify([serverInfo, protocolVersion, capabilities, instructions, malformed]))
    .update(JSON.stringify([ran, transport, placeholders, given, scriptsRan]))
    .update(JSON.stringify(tools))
    .digest('hex');
}
