import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canRunImages, chooseContainerEngine } from '../../../src/connect/sandbox/choose-sandbox.ts';

const CAN_RUN = process.env.CI !== undefined || (await canRunImages());
/** Larger than any process id of Linux. */
const NO_PROCESS = 2 ** 30;

describe.skipIf(!CAN_RUN)('the containers that dead processes left', async () => {
  const engine = CAN_RUN ? await chooseContainerEngine() : '';
  const boot = CAN_RUN ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : '';
  const namespace = CAN_RUN ? readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '') : '';

  /** Makes a container as if it had been left. */
  function leave(owner: string): string {
    const name = `toolrisk-${randomUUID()}`;
    const label = `toolrisk.owner=${owner}`;
    execFileSync(engine, [
      'create',
      '--name',
      name,
      '--label',
      label,
      '--network',
      'none',
      'localhost/toolrisk-empty',
      'true',
    ]);
    return name;
  }

  it('are removed by the next process that runs containers, those of living and foreign ones are not', () => {
    const dead = leave(`${boot}.${namespace}.${NO_PROCESS}`);
    const living = leave(`${boot}.${namespace}.${process.pid}`);
    const foreign = leave(`${randomUUID()}.${namespace}.${NO_PROCESS}`);
    const chooser = resolve(import.meta.dirname, '../../../src/connect/sandbox/choose-sandbox.ts');
    const code = `await (await import(${JSON.stringify(chooser)})).chooseContainerEngine()`;
    execFileSync(process.execPath, ['--input-type=module', '-e', code]);
    const left = execFileSync(engine, ['ps', '--all', '--format', '{{.Names}}'], { encoding: 'utf8' }).split('\n');
    execFileSync(engine, ['rm', '--force', living, foreign]);
    expect([dead, living, foreign].map((name) => left.includes(name))).toEqual([false, true, true]);
  });
});
