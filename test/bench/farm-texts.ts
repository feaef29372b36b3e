/** What a server of the farm offers: 15 tools, as plausible as a template can make them. Every text is our own. */

/** Tools of one server. */
export const TOOLS_EACH = 15;

const VERBS = [
  ['list', 'Lists', 'and gives their ids, names and states, newest first.'],
  ['get', 'Gets', 'with all its fields, or says that there is none.'],
  ['search', 'Searches', 'by words, and gives the best matches with their place in the register.'],
  ['count', 'Counts', 'that match a filter. Nothing is changed.'],
  ['create', 'Creates', 'and gives its new id. A name that is taken is refused.'],
  ['update', 'Updates', 'in place: fields that are not named keep their value.'],
  ['rename', 'Renames', 'and keeps the earlier name as an alias for thirty days.'],
  ['send', 'Sends a notice about', 'to everyone who follows it.'],
  ['export', 'Exports', 'as a spreadsheet that can be fetched for one day.'],
  ['delete', 'Deletes', 'for good. This cannot be undone.'],
  ['archive', 'Archives', 'out of sight; it can be restored later.'],
  ['run', 'Runs the maintenance script of', 'on the host and returns its output.'],
  ['assign', 'Assigns', 'to a member of the crew.'],
  ['pay', 'Pays the open invoice of', 'from the account on file.'],
  ['watch', 'Watches', 'and reports every change until the call ends.'],
] as const;

const NOUNS = [
  'harbour',
  'vessel',
  'berth',
  'crane',
  'cargo',
  'pilot',
  'tide',
  'lock',
  'buoy',
  'ferry',
  'quay',
  'dock',
];
const ADJECTIVES = ['northern', 'inner', 'outer', 'old', 'new', 'deep', 'shallow', 'eastern', 'public', 'private'];
const FIELDS = ['region', 'status', 'owner', 'label', 'since', 'until', 'priority', 'category'];

/** The JSON of one tool. `seed` names the tool set, `index` counts from 0; words are safe in JSON as they are. */
export function toolText(seed: number, index: number): string {
  const [verb, does, how] = VERBS[(index + seed) % VERBS.length]!;
  const noun = NOUNS[(seed * 7 + index * 5) % NOUNS.length]!;
  const adjective = ADJECTIVES[(seed * 3 + index) % ADJECTIVES.length]!;
  const field = FIELDS[(seed + index * 3) % FIELDS.length]!;
  const other = FIELDS[(seed + index * 3 + 1) % FIELDS.length]!;
  return (
    `{"name":"${verb}_${noun}_${index}","description":"${does} the ${adjective} ${noun} of port ${seed} ${how}",` +
    `"inputSchema":{"type":"object","properties":{"id":{"type":"string","description":"Id of the ${noun}."},` +
    `"${field}":{"type":"string","description":"The ${field} of the ${adjective} ${noun}."},` +
    `"${other}":{"type":"string"},"limit":{"type":"integer","minimum":1,"maximum":100}},"required":["id"]}}`
  );
}

/** The JSON of all tools of a server. */
export function toolTexts(seed: number): string {
  let texts = toolText(seed, 0);
  for (let index = 1; index < TOOLS_EACH; index += 1) texts += `,${toolText(seed, index)}`;
  return `[${texts}]`;
}
