import { CATEGORIES } from '../../model/category.ts';
import type { Classification } from '../../model/classification.ts';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { ToolRule } from '../../model/policy.ts';
import type { Tool } from '../../model/tool.ts';
import { markQuotes, quotesAt } from '../../report/highlight.ts';
import { countParameters, type Parameter, parametersOf } from '../../report/parameters.ts';
import { MEANING_OF, MEANING_OF_EFFECT, percent, reasonsInWords } from '../../report/wording.ts';
import { categoryWord, heading } from './scan-view.ts';
import { cell, cutTo, oneLine, paragraph, type Screen, widest } from './screen.ts';

/** What there is to say about one tool. */
export type ToolView = { server: string; tool: Tool; verdict: Classification; rule: ToolRule | undefined };

/** Longest description shown whole; a hostile one may hold megabytes. */
const MAX_DESCRIPTION = 6000;
const PARAMETERS_SHOWN = 40;
const PARAMETER_COLUMNS = 30;

/** One tool for a person: verdict, why, and its definition with the evidence marked. */
export function viewTool(view: ToolView, screen: Screen): string {
  const { paint } = screen;
  const { tool, verdict } = view;
  return [
    `\n${paint.bold(oneLine(tool.name))} ${paint.soft(`on ${oneLine(view.server)}`)}\n`,
    verdictLine(verdict, screen),
    `\n${paragraph(oneLine(verdict.rationale), screen)}`,
    doubts(verdict, screen),
    heading('Definition', screen),
    description(tool, verdict, screen),
    parameters(parametersOf(tool.inputSchema), verdict, screen),
    evidence(verdict, screen),
    likelihoods(verdict, screen),
    effects(verdict, screen),
    actions(verdict, screen),
    policy(view.rule, screen),
    paint.soft(
      `\n  decided by ${verdict.decidedBy}, rules ${verdict.versions.rules}, weights ${verdict.versions.weights}\n`,
    ),
    paint.soft(`  definition ${verdict.definitionHash}\n`),
  ].join('');
}

function verdictLine(verdict: Classification, screen: Screen): string {
  const { paint } = screen;
  const sure = `${percent(verdict.confidence)} sure${verdict.uncalibrated === true ? ' (not calibrated)' : ''}`;
  const category = paint.bold(categoryWord(verdict.category, verdict.needsReview, screen));
  return `  ${category}  ${verdict.severity}, ${sure}  ${paint.soft(`such a tool ${MEANING_OF[verdict.category]}`)}\n`;
}

function doubts(verdict: Classification, screen: Screen): string {
  const claims = (verdict.annotationMismatch ?? []).map(
    ({ hint, claimed, because }) => `Claims ${hint}: ${claimed}. ${oneLine(because)}`,
  );
  const review = verdict.needsReview ? [`In doubt: ${reasonsInWords(verdict.reviewReasons).join('; ')}.`] : [];
  return [...review, ...claims].map((line) => screen.paint.warn(paragraph(line, screen))).join('');
}

function description(tool: Tool, { evidence: all }: Classification, screen: Screen): string {
  const whole = tool.description ?? '';
  if (whole.trim() === '') return screen.paint.soft('  It has no description.\n');
  const marked = markQuotes(whole.slice(0, MAX_DESCRIPTION), quotesAt(all, '/description'))
    .map(({ text, isMarked }) => (isMarked ? markLines(text, screen) : safeLines(text)))
    .join('');
  const rest = whole.length - MAX_DESCRIPTION;
  return paragraph(marked.trim() + (rest > 0 ? ` … (${rest.toLocaleString('en')} characters more)` : ''), screen);
}

function parameters(all: readonly Parameter[], { evidence: found }: Classification, screen: Screen): string {
  const { paint, width } = screen;
  const shown = all.slice(0, PARAMETERS_SHOWN);
  const words = shown.map(({ name }) => {
    const isQuoted = found.some(({ pointer }) => pointer.startsWith(`/inputSchema/properties/${escapePointer(name)}`));
    const word = cutTo(oneLine(name), PARAMETER_COLUMNS);
    return isQuoted ? paint.mark(word) : word;
  });
  const columns = widest(words, 4, PARAMETER_COLUMNS + 2);
  const lines = shown.map((parameter, index) => {
    const line = `    ${cell(words[index] ?? '', columns)}  ${describeParameter(parameter, screen)}`;
    return `${cutTo(line, width)}\n`;
  });
  const rest = all.length > shown.length ? paint.soft(`    and ${all.length - shown.length} more\n`) : '';
  return `  ${paint.soft(`Parameters: ${countParameters(all)}`)}\n${lines.join('')}${rest}`;
}

function describeParameter({ type, isRequired, choices, description: text }: Parameter, { paint }: Screen): string {
  const sentences = [
    `${oneLine(type)}${isRequired ? ', required' : ''}.`,
    choices.length > 0 && `One of ${oneLine(choices.join(', '))}.`,
    text.trim() !== '' && paint.soft(oneLine(text)),
  ];
  return sentences.filter((sentence) => sentence !== false).join(' ');
}

function evidence({ evidence: all }: Classification, screen: Screen): string {
  const { paint, width } = screen;
  if (all.length === 0) return '';
  const columns = widest(
    all.map(({ pointer }) => oneLine(pointer)),
    5,
    44,
  );
  const lines = all.map(({ pointer, quote, signal }) =>
    cutTo(`  ${cell(oneLine(pointer), columns)}  ${paint.mark(oneLine(quote))}  ${paint.soft(oneLine(signal))}`, width),
  );
  return `${heading('Evidence', screen)}${lines.join('\n')}\n`;
}

function likelihoods({ probabilities }: Classification, screen: Screen): string {
  const likely = CATEGORIES.filter((category) => probabilities[category] >= 0.01);
  const words = likely
    .sort((a, b) => probabilities[b] - probabilities[a])
    .map((category) => `${categoryWord(category, false, screen)} ${percent(probabilities[category])}`);
  return `${heading('Likelihood', screen)}  ${words.join('   ')}\n`;
}

function effects(verdict: Classification, screen: Screen): string {
  if (verdict.effects.length === 0) return '';
  const lines = verdict.effects.map(
    (effect) => `  ${cell(effect, 23)} ${screen.paint.soft(MEANING_OF_EFFECT[effect])}\n`,
  );
  return heading('Effects', screen) + lines.join('');
}

function actions({ actions: all = [] }: Classification, screen: Screen): string {
  if (all.length === 0) return '';
  const columns = widest(
    all.map(({ action }) => oneLine(action)),
    4,
    40,
  );
  const lines = all.map(
    ({ action, category, confidence }) =>
      `  ${cell(oneLine(action), columns)}  ${categoryWord(category, false, screen)} ${screen.paint.soft(percent(confidence))}\n`,
  );
  return heading('By action', screen) + lines.join('');
}

function policy(rule: ToolRule | undefined, screen: Screen): string {
  if (rule === undefined) return '';
  const limits = rule.limits.map(({ max, window }) => `${max} a ${window}`).join(', ');
  const decision = `${rule.decision}${limits === '' ? '' : ` (${limits})`}`;
  return (
    heading('Default policy', screen) + paragraph(`${screen.paint.bold(decision)}: ${oneLine(rule.because)}`, screen)
  );
}

/** Escapes line by line, so that the line breaks of a description stay. */
function safeLines(text: string): string {
  return text.split('\n').map(escapeTerminal).join('\n');
}

/** Marks every line of a quote of its own: a colour that runs over a line break would colour the indent too. */
function markLines(text: string, { paint }: Screen): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : paint.mark(escapeTerminal(line))))
    .join('\n');
}

/** A property name as it stands in a JSON pointer (RFC 6901). */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
