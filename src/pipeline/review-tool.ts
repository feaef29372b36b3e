import type { ListedTool, ListedTools, ReviewStore } from '../catalog/reviews/review-store.ts';
import { InputError } from '../model/fault.ts';
import { type ReviewDecision, type ReviewEvent, subjectText } from '../model/review-event.ts';
import type { Tool } from '../model/tool.ts';
import { applyDecisions, type ReviewedTool } from '../review/apply-decisions.ts';
import type { DefinitionChange } from '../review/definition-changes.ts';
import { changesSince, offersOf } from './review-queue.ts';

/** Which tool a person means. */
export type ToolChoice = {
  server: string;
  tool: string;
  /** Start of the definition's hash, where the server lists several of one name. */
  definition?: string;
};

/** One tool with all that people said about it. */
export type ToolReview = {
  listed: ListedTools;
  reviewed: ReviewedTool<ListedTool>;
  definition: Tool;
  /** On how many servers the same tool set stands. */
  servers: number;
  /** Everything that was decided and taken back for the tool, in the order of the journal. */
  history: ReviewEvent[];
  offers: ReviewDecision[];
  changes: DefinitionChange[];
};

/** Names that are listed when a tool is not found. */
const NAMES_SHOWN = 20;

/** Finds a tool of a server's last list. Throws `InputError` when there is none, or several of one name. */
export async function findTool(
  reviews: Pick<ReviewStore, 'serverOf'>,
  { server, tool: name, definition = '' }: ToolChoice,
): Promise<{ listed: ListedTools; tool: ListedTool }> {
  const listed = await reviews.serverOf(server);
  if (listed === undefined)
    throw new InputError(`the catalogue has no tools of ${server}; scan it, or see its id in \`toolrisk review list\``);
  const found = listed.tools.filter((tool) => tool.name === name && tool.definitionHash.startsWith(definition));
  const [tool] = found;
  if (tool === undefined) {
    const names = listed.tools.slice(0, NAMES_SHOWN).map((other) => other.name);
    throw new InputError(
      `${server} has no tool "${name}"${definition && ' of that definition'}; it has: ${names.join(', ')}`,
    );
  }
  const hashes = new Set(found.map(({ definitionHash }) => definitionHash.slice(0, 12)));
  if (hashes.size > 1)
    throw new InputError(
      `${server} lists "${name}" more than once; say which with --definition ${[...hashes].join(' or ')}`,
    );
  return { listed, tool };
}

/** Everything about one tool that a person needs to decide. */
export async function reviewTool(reviews: ReviewStore, choice: ToolChoice): Promise<ToolReview> {
  const { listed, tool } = await findTool(reviews, choice);
  const { server, toolSetHash } = listed;
  const events = await reviews.eventsFor(server, toolSetHash);
  const index = listed.tools.indexOf(tool);
  const reviewed = applyDecisions(listed, events)[index];
  const definition = await reviews.definitionOf(tool.definitionHash);
  if (reviewed === undefined || definition === undefined)
    throw new InputError(`the catalogue lost the definition of "${tool.name}": scan ${server} again`);
  const name = subjectText(tool.name);
  const earlier = reviewed.outdated.at(-1)?.definitionHash;
  return {
    listed,
    reviewed,
    definition,
    servers: (await reviews.sharedToolSets()).get(toolSetHash) ?? 1,
    history: events.filter(
      (event) => event.definitionHash === tool.definitionHash || (event.server === server && event.tool === name),
    ),
    offers: await offersOf(reviews, { server, toolSetHash, definitionHash: tool.definitionHash }),
    changes: earlier === undefined ? [] : await changesSince(reviews, earlier, tool.definitionHash),
  };
}
