import { Fault } from '../../model/fault.ts';
import type { ToolOutcome } from './run-tool.ts';

/** The fault that a failed pip call is. `wanted` is the requirement that it was about. */
export function pypiFault(outcome: ToolOutcome, wanted: string, stage: 'resolve' | 'fetch'): Fault {
  const words = `${outcome.stdout}\n${outcome.stderr}`.trim();
  const stderrTail = words.slice(-4096);
  if (outcome.isLate) {
    return new Fault('install-failed', stage, `fetching ${wanted} took too long`, {
      nextStep: 'raise --install-timeout, or check the network',
      stderrTail,
    });
  }
  const python = /Requires-Python ([^;\s]+)|requires a different Python[^\n]*not in '([^']+)'/.exec(words);
  if (python !== null && !/from versions: (?!none)/.test(words)) {
    return new Fault('runtime-missing', stage, `${wanted} needs Python ${python[1] ?? python[2]}`, {
      nextStep: `install Python ${python[1] ?? python[2]}, or uv`,
      stderrTail,
    });
  }
  if (
    /NewConnectionError|Name or service not known|Temporary failure in name resolution|Connection refused|ReadTimeout|ProxyError/.test(
      words,
    )
  ) {
    return new Fault('install-failed', stage, `${wanted}: the registry could not be reached`, {
      nextStep: 'check the network and the registry settings of pip',
      stderrTail,
    });
  }
  const missing = /No matching distribution found for ([^\s(]+)/.exec(words)?.[1];
  if (missing !== undefined) return withoutWheel(wanted, missing, stage, words);
  const reason = /ERROR: ([^\n]{1,200})/.exec(words)?.[1] ?? 'no reason given';
  return new Fault('install-failed', stage, `pip could not install ${wanted}: ${reason}`, { stderrTail });
}

/** Pip says the same of a package that is not there and of one without a wheel for this machine. */
function withoutWheel(wanted: string, missing: string, stage: 'resolve' | 'fetch', words: string): Fault {
  const own = wanted.split(/[=[]/)[0]?.toLowerCase();
  const subject = missing.split(/[=<>!~[;]/)[0]?.toLowerCase() === own ? wanted : `${wanted} needs ${missing}, which`;
  const message = `${subject} has no wheel for this machine, or is not in the registry; --allow-scripts builds it in the sandbox`;
  return new Fault('install-failed', stage, message, {
    nextStep: 'check the name and the version, or try --allow-scripts',
    stderrTail: words.slice(-4096),
  });
}
