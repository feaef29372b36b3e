import { extname, join } from 'node:path';
import type { OtherWay, StartProgram } from '../fetch/fetcher.ts';

/** Folder with the program that stands between a server that only speaks HTTP and us; shown to servers, it holds nothing else. */
const RELAY_FOLDER = join(import.meta.dirname, '../relay');
/** The program: TypeScript in a checkout, JavaScript in a tarball, as this file. */
const RELAY = join(RELAY_FOLDER, `relay${extname(import.meta.filename)}`);
const USUAL_PATH = '/mcp';

/** A program with one more way to start it: beside a relay that reaches it over the sandbox's own loopback, offline. */
export function withHttpWay<T extends StartProgram>(program: T): T {
  const way: OtherWay = { argv: relayed(program.argv, USUAL_PATH), helps: 'http' };
  return { ...program, alternatives: [...program.alternatives, way], readOnly: [...program.readOnly, RELAY_FOLDER] };
}

/** A program whose every start is beside the relay, as it is said to speak only HTTP at this address. */
export function overHttp<T extends StartProgram>(program: T, url: string | undefined): T {
  const path = /^\w+:\/\/[^/]*(\/[^?#\s]*)/.exec(url ?? '')?.[1] ?? USUAL_PATH;
  const alternatives = program.alternatives.map((way) => ({ ...way, argv: relayed(way.argv, path) }));
  const readOnly = [...program.readOnly, RELAY_FOLDER];
  return { ...program, argv: relayed(program.argv, path), alternatives, readOnly };
}

/** Says whether a start is beside the relay. */
export function isRelayed(argv: readonly string[]): boolean {
  return argv[1] === RELAY;
}

function relayed(argv: readonly string[], path: string): string[] {
  return ['node', RELAY, path, ...argv];
}
