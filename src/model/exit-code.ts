/** Exit codes of every command, in order of precedence; stable. */
export const EXIT_CODES = [
  [2, 'bad input or usage'],
  [4, 'a dependency (the database; the LLM with --llm always) was unreachable'],
  [1, 'findings at or above --fail-on, or risen against --baseline'],
  [3, 'more servers failed than --max-failures'],
  [0, 'done'],
] as const satisfies readonly (readonly [code: number, meaning: string])[];

export type ExitCode = (typeof EXIT_CODES)[number][0];

/** Of several exit codes that apply, the one that the process ends with. */
export function strongestExitCode(codes: Iterable<ExitCode>): ExitCode {
  const given = new Set(codes);
  return EXIT_CODES.find(([code]) => given.has(code))?.[0] ?? 0;
}
