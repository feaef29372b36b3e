import { Agent, Dispatcher } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { listRemote } from '../../../src/connect/list-remote.ts';
import { DEFAULT_CAPS } from '../../../src/connect/options.ts';
import { isPublicAddress } from '../../../src/connect/remote/address.ts';
import { createBodyCap } from '../../../src/connect/remote/body-cap.ts';
import { createGuardedAgent } from '../../../src/connect/remote/guarded-agent.ts';
import { createGuardedSend } from '../../../src/connect/remote/guarded-request.ts';
import { serve } from '../../servers/http-servers.ts';

const server = await serve((_request, response) => response.end('reached'));
const { port } = new URL(server.origin);
afterAll(() => server.close());

describe('the judgement of an address', () => {
  it.each([
    ['93.184.216.34', true],
    ['2606:4700::1111', true],
    ['::ffff:93.184.216.34', true],
    ['127.0.0.1', false],
    ['127.9.9.9', false],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['192.168.0.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['100.100.100.200', false],
    ['168.63.129.16', false],
    ['192.0.0.192', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['[::1]', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['fc00::1', false],
    ['fd00:ec2::254', false],
    ['ff02::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:7f00:1', false],
    ['::ffff:169.254.169.254', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['not an address', false],
  ])('of %s is %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});

describe('the guard of remotes', () => {
  const options = { caps: DEFAULT_CAPS, headers: new Map(), allowPrivate: false };

  it.each([
    [`http://127.0.0.1:${port}/mcp`],
    [`http://localhost:${port}/mcp`],
    [`http://[::1]:${port}/mcp`],
    [`http://[::ffff:127.0.0.1]:${port}/mcp`],
    [`http://2130706433:${port}/mcp`],
    [`http://0x7f.1:${port}/mcp`],
    [`http://127.0.0.1.:${port}/mcp`],
    ['http://169.254.169.254/latest/meta-data'],
  ])('refuses %s without a request', async (url) => {
    const before = server.requests.length;
    const signal = AbortSignal.timeout(5000);
    await expect(listRemote({ type: 'streamable-http', url }, { ...options, signal })).rejects.toMatchObject({
      code: 'address-refused',
    });
    expect(server.requests).toHaveLength(before);
  });

  it('judges the very address that it connects to: a name that changes its answer gains nothing', async () => {
    const answers = ['127.0.0.1', '10.0.0.1'];
    const asked: string[] = [];
    const resolve = (
      hostname: string,
      callback: (error: null, addresses: { address: string; family: number }[]) => void,
    ) => {
      asked.push(hostname);
      callback(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]);
    };
    for (let turn = 0; turn < 3; turn++) {
      const signal = AbortSignal.timeout(5000);
      const url = `http://desk.example:${port}/mcp`;
      await expect(listRemote({ type: 'streamable-http', url }, { ...options, signal, resolve })).rejects.toMatchObject(
        { code: 'address-refused' },
      );
    }
    expect(asked).toEqual(['desk.example', 'desk.example', 'desk.example']);
  });

  it('reaches the same name where private addresses are allowed, so that the above can fail', async () => {
    const agent = createGuardedAgent(true, (_hostname, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]),
    );
    const { body } = await agent.request({ origin: `http://desk.example:${port}`, path: '/', method: 'GET' });
    expect(await body.text()).toBe('reached');
    await agent.destroy();
  });

  it.each([['http://127.0.0.1'], ['http://localhost'], ['http://[::1]']])(
    'refuses a redirect to %s',
    async (target) => {
      const plain = new Agent();
      const guarded = createGuardedAgent(false);
      const redirecting = await serve((_request, response) =>
        response.writeHead(307, { location: `${target}:${port}/` }).end(),
      );
      const dispatcher = new (class extends Dispatcher {
        override dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
          if (String(request.origin) !== 'http://desk.example') return guarded.dispatch(request, handler);
          return plain.dispatch({ ...request, origin: redirecting.origin }, handler);
        }
      })();
      const bodyCap = createBodyCap(DEFAULT_CAPS, () => undefined);
      const url = new URL('http://desk.example/mcp');
      const send = createGuardedSend({ url, headers: new Map(), dispatcher, bodyCap });
      const before = server.requests.length;
      await expect(send(url, { method: 'POST', headers: {}, body: '{}' })).rejects.toMatchObject({
        code: 'address-refused',
      });
      expect(redirecting.requests).toHaveLength(1);
      expect(server.requests).toHaveLength(before);
      await Promise.all([plain.destroy(), guarded.destroy(), redirecting.close()]);
    },
  );
});
