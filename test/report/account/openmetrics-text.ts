/** One family of an exposition. */
export type Family = {
  type: string;
  unit?: string;
  help?: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
};

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;
const NUMBER = '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (${NUMBER})$`);
const DESCRIPTOR = new RegExp(`^# (TYPE|UNIT|HELP) (${NAME}) (.*)$`);

/**
 * Reads OpenMetrics 1.0 text by the rules of its specification (Overall Structure, ABNF, MetricFamily): families in one
 * piece with their type first, units that end the name, no sample twice, `# EOF` once and last. Gauges only. Throws
 * where the text breaks one.
 */
export function readOpenMetrics(text: string): Map<string, Family> {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.pop() !== '# EOF')
    throw new Error('the text does not end with # EOF and a line feed');
  const families = new Map<string, Family>();
  const samples = new Set<string>();
  let current: [name: string, family: Family] | undefined;
  for (const line of lines) {
    const [, keyword, name = '', rest = ''] = DESCRIPTOR.exec(line) ?? [];
    if (keyword !== undefined) {
      if (current?.[0] !== name) {
        if (families.has(name)) throw new Error(`the family ${name} stands in two pieces`);
        if (keyword !== 'TYPE') throw new Error(`the family ${name} has no type`);
        current = [name, { type: rest, samples: [] }];
        families.set(...current);
        if (rest !== 'gauge') throw new Error(`not a gauge: ${line}`);
      } else if (current[1].samples.length > 0 || keyword === 'TYPE') throw new Error(`out of place: ${line}`);
      if (keyword === 'UNIT') {
        if (!name.endsWith(`_${rest}`)) throw new Error(`the name does not end with its unit: ${line}`);
        current[1].unit = rest;
      }
      if (keyword === 'HELP') {
        if (/\\(?![\\n"])/.test(rest)) throw new Error(`a bad escape: ${line}`);
        current[1].help = rest;
      }
      continue;
    }
    const sample = SAMPLE.exec(line);
    if (sample === null) throw new Error(`neither a sample nor a descriptor: ${line}`);
    const [, of = '', labels = '', value = ''] = sample;
    if (current?.[0] !== of) throw new Error(`a sample outside its family: ${line}`);
    const key = `${of}{${labels}}`;
    if (samples.has(key)) throw new Error(`twice: ${key}`);
    samples.add(key);
    current[1].samples.push({ name: of, labels: readLabels(labels), value: Number(value) });
  }
  return families;
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let at = 0; at < text.length; ) {
    LABEL.lastIndex = at;
    const match = LABEL.exec(text);
    if (match === null) throw new Error(`bad labels: ${text}`);
    labels[match[1]!] = match[2]!.replaceAll(/\\(.)/g, (_all, character: string) =>
      character === 'n' ? '\n' : character,
    );
    at = LABEL.lastIndex;
  }
  return labels;
}
