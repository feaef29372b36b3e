// biome-ignore-all lint/suspicious/noTemplateCurlyInString: open arguments stand so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerEntry } from '../../src/model/server-entry.ts';
import { readRegistryRecord } from '../../src/sources/registries/registry-record.ts';
import { readServerJson } from '../../src/sources/server-json/read-server-json.ts';
import type { ServerTarget } from '../../src/sources/target.ts';

const WHERE = { source: 'registry', target: (name: string) => `registry:${name}`, place: '/snapshot.json' };

function read(server: object): { entry: ServerEntry | undefined; problems: string[] } {
  const items = readServerJson({ name: 'example.harbour/tides', ...server }, WHERE);
  const entry = items.find((item): item is ServerTarget => 'entry' in item)?.entry;
  return { entry, problems: items.flatMap((item) => ('problem' in item ? [item.problem] : [])) };
}

const npm = (more: object = {}) => ({
  registryType: 'npm',
  identifier: 'tides',
  version: '1.0.0',
  transport: { type: 'stdio' },
  ...more,
});

describe('server.json', () => {
  it('of schema 2025-12-11 is read whole', () => {
    const { entry, problems } = read({
      title: 'Tides',
      version: '2.0.0',
      packages: [
        npm({
          runtimeHint: 'npx',
          packageArguments: [
            { type: 'positional', value: 'serve' },
            {
              type: 'named',
              name: '--port',
              description: 'Port of the gauge',
              format: 'number',
              isRequired: true,
              default: '8080',
            },
            { type: 'named', name: '--bay', isRequired: true, description: 'Bay', choices: ['north', 'south'] },
            { type: 'positional', valueHint: 'log_dir', isRequired: true, default: '/home/keeper/log' },
            { type: 'named', name: '--verbose', description: 'Says more', format: 'boolean' },
            { type: 'named', name: '--stdio' },
            { type: 'named', name: '--unit', value: '{unit}', variables: { unit: { default: 'metre' } } },
          ],
          environmentVariables: [
            { name: 'TIDE_KEY', description: 'Key', isRequired: true, isSecret: true, format: 'string' },
            { name: 'TIDE_MODE', default: 'slow', choices: ['slow', 'fast'] },
            { name: 'TIDE_FIXED', value: 'stdio' },
            { name: 'TIDE_URL', value: 'https://{host}/', variables: { host: { isRequired: true } } },
          ],
        }),
      ],
      remotes: [
        {
          type: 'streamable-http',
          url: 'https://{bay}.host.example/{tenantId}/mcp',
          variables: { bay: { default: 'north', choices: ['north', 'south'] }, tenantId: { isRequired: true } },
          headers: [{ name: 'X-Key', isRequired: true, isSecret: true }, { name: 'bad name' }],
        },
      ],
    });
    expect(problems).toEqual([]);
    expect(entry).toEqual({
      id: expect.stringMatching(/^npm:tides#[0-9a-f]{8}$/),
      title: 'Tides',
      version: '2.0.0',
      packages: [
        {
          registryType: 'npm',
          identifier: 'tides',
          version: '1.0.0',
          transport: { type: 'stdio' },
          packageArguments: ['serve', '--port', '8080', '--bay', '${BAY}', '${LOG_DIR}', '--stdio', '--unit', 'metre'],
          environmentVariables: [
            { name: 'TIDE_KEY', description: 'Key', isRequired: true, isSecret: true, format: 'string' },
            { name: 'TIDE_MODE', default: 'slow', choices: ['slow', 'fast'] },
            { name: 'TIDE_FIXED', isRequired: true, default: 'stdio' },
            { name: 'TIDE_URL', isRequired: true },
            { name: 'BAY', description: 'Bay', isRequired: true, choices: ['north', 'south'] },
            { name: 'LOG_DIR', isRequired: true, default: '/home/keeper/log' },
          ],
        },
      ],
      remotes: [
        {
          type: 'streamable-http',
          url: 'https://north.host.example/{tenantId}/mcp',
          headers: [{ name: 'X-Key', isRequired: true, isSecret: true }],
        },
      ],
      origins: [{ source: 'registry', name: 'example.harbour/tides', place: '/snapshot.json' }],
    });
    expect(ServerEntry.parse(entry)).toEqual(entry);
  });

  it('of the older schemas reads the same', () => {
    const old = read({
      version_detail: { version: '1.0.0' },
      packages: [
        {
          registry_name: 'npm',
          name: 'tides',
          version: '1.0.0',
          runtime_hint: 'npx',
          package_arguments: [{ type: 'positional', value_hint: 'log_dir', is_required: true }],
          environment_variables: [{ name: 'TIDE_KEY', is_required: true, is_secret: true }],
        },
      ],
      remotes: [{ transport_type: 'sse', url: 'https://host.example/sse' }],
    });
    const today = read({
      version: '1.0.0',
      packages: [
        npm({
          packageArguments: [{ type: 'positional', valueHint: 'log_dir', isRequired: true }],
          environmentVariables: [{ name: 'TIDE_KEY', isRequired: true, isSecret: true }],
        }),
      ],
      remotes: [{ type: 'sse', url: 'https://host.example/sse' }],
    });
    expect(old).toEqual(today);
    expect(old.entry?.id).toBe('npm:tides');
  });

  const remote = { type: 'streamable-http', url: 'https://host.example/mcp' };
  const oci = { registryType: 'oci', identifier: 'ghcr.io/harbour/tides:2.0', transport: { type: 'stdio' } };
  const bundle = { registryType: 'mcpb', identifier: 'https://host.example/tides.mcpb', transport: { type: 'stdio' } };
  it.each([
    [[npm()], [remote], 'npm:tides'],
    [[oci, npm()], [remote], 'npm:tides'],
    [[bundle, { ...npm(), registryType: 'pypi', identifier: 'Tide_Tables' }], [], 'pypi:tide-tables'],
    [[oci], [remote], 'https://host.example/mcp'],
    [[], [remote], 'https://host.example/mcp'],
    [[oci], [], 'oci:ghcr.io/harbour/tides'],
    [[bundle], [], 'mcpb:https://host.example/tides.mcpb'],
    [[{ ...npm(), registryType: 'nuget', identifier: 'Harbour.Tides' }], [], 'nuget:Harbour.Tides'],
  ])('with packages %j and remotes %j has the id of the first that can be used', (packages, remotes, id) => {
    const { entry, problems } = read({ packages, remotes });
    expect(problems).toEqual([]);
    expect(entry?.id).toBe(id);
    expect(entry?.packages).toHaveLength(packages.length);
  });

  it('puts the package first that its id names', () => {
    expect(read({ packages: [oci, npm()] }).entry?.packages.map(({ registryType }) => registryType)).toEqual([
      'npm',
      'oci',
    ]);
  });

  it('takes the tag of an image for its version', () => {
    expect(read({ packages: [oci] }).entry?.packages[0]).toMatchObject({
      identifier: 'ghcr.io/harbour/tides',
      version: '2.0',
    });
    expect(
      read({ packages: [{ ...oci, identifier: 'harbour/tides', version: '3' }] }).entry?.packages[0]?.version,
    ).toBe('3');
  });

  it('makes a variant only of what the publisher fixes', () => {
    const args = (...list: object[]) => read({ packages: [npm({ packageArguments: list })] }).entry?.id;
    expect(args({ type: 'named', name: '--bay', isRequired: true })).toBe('npm:tides');
    expect(args({ type: 'positional', value: 'serve' })).not.toBe('npm:tides');
    expect(args({ type: 'positional', value: 'serve' })).not.toBe(args({ type: 'positional', value: 'log' }));
  });

  it.each([
    ['npx', 'npm', ['-y'], undefined],
    ['uvx', 'pypi', ['--from', 'tides==1.0.0', 'tides-mcp'], 'tides-mcp'],
    ['npx', 'npm', ['-p', 'tides', 'tides-log'], 'tides-log'],
    ['npx', 'npm', ['-p', 'other', 'tides-log'], undefined],
  ])('reads the words for %s of a package of %s: %j', (runtimeHint, registryType, words, program) => {
    const runtimeArguments = words.map((value) => ({ type: 'positional', value }));
    const { entry } = read({ packages: [npm({ registryType, runtimeHint, runtimeArguments })] });
    expect(entry?.packages[0]?.program).toBe(program);
  });

  it('reads the variables that are passed to a container', () => {
    const runtimeArguments = [
      { type: 'named', name: '-e', value: 'TIDE_BAY={bay}', variables: { bay: { default: 'north' } } },
      { type: 'named', name: '--network', value: 'host' },
    ];
    const { entry } = read({ packages: [{ ...oci, runtimeHint: 'docker', runtimeArguments }] });
    expect(entry?.packages[0]?.environmentVariables).toEqual([{ name: 'TIDE_BAY', default: 'north' }]);
  });

  it.each([
    [{ registryType: 'npm', identifier: '--registry=http://host.example' }],
    [{ registryType: 'npm', identifier: 'github:harbour/tides' }],
    [{ registryType: 'npm', identifier: 'tides', version: '{{VERSION}}' }],
    [{ registryType: 'npm', identifier: '../../etc/passwd' }],
    [{ registryType: 'pypi', identifier: 'tides @ https://host.example/x.whl' }],
    [{ registryType: 'oci', identifier: 'Harbour/Tides' }],
    [{ registryType: 'oci', identifier: '-v /:/host' }],
    [{ registryType: 'mcpb', identifier: 'https://keeper:word@host.example/x.mcpb' }],
    [{ registryType: 'npm' }],
    [{ identifier: 'tides' }],
    [{ registryType: 7, identifier: {} }],
    [{ registryType: 'npm', identifier: 'tides', packageArguments: ['a\0b'] }],
    [null],
  ])('leaves the package %j out and keeps the rest', (bad) => {
    const { entry, problems } = read({ packages: [bad, npm()] });
    expect(entry?.id).toBe('npm:tides');
    expect(entry?.packages).toHaveLength(1);
    expect(problems).toHaveLength(1);
  });

  it.each([['ftp://host.example/'], ['{baseUrl}/mcp'], [''], [7], ['javascript:alert(1)']])(
    'leaves a remote at %j out',
    (url) => {
      const { entry, problems } = read({ packages: [npm()], remotes: [{ type: 'sse', url }] });
      expect([entry?.remotes, problems.length]).toEqual([[], 1]);
    },
  );

  it('is bounded in every list and text', () => {
    const many = <T>(value: T) => Array.from({ length: 5000 }, () => value);
    const { entry } = read({
      title: 'x'.repeat(10_000),
      packages: many(
        npm({
          environmentVariables: Array.from({ length: 5000 }, (_, n) => ({
            name: `V${n}`,
            description: 'd'.repeat(9000),
          })),
        }),
      ),
      remotes: many(remote),
    });
    expect(entry?.packages).toHaveLength(100);
    expect(entry?.remotes).toHaveLength(100);
    expect(entry?.packages[0]?.environmentVariables).toHaveLength(100);
    expect(entry?.title).toHaveLength(1000);
  });

  it('never throws, and gives entries that the catalogue can read back', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'npm',
        'pypi',
        'oci',
        'tides',
        'https://h.example/{a}',
        '__proto__',
        'stdio',
        '{x}',
        '--y',
        'positional',
        'named',
      ),
      fc.string(),
    );
    const keys = fc.constantFrom(
      ...'name packages remotes registryType registry_type identifier version url type value variables x headers'.split(
        ' ',
      ),
      ...'environmentVariables packageArguments runtimeArguments transport isRequired default choices server _meta'.split(
        ' ',
      ),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.constantFrom(null, true, 0),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 6 }),
      ),
    }));
    const part = fc
      .dictionary(keys, value)
      .map((fields) => ({ registryType: 'npm', identifier: 'tides', url: 'https://host.example/', ...fields }));
    fc.assert(
      fc.property(fc.dictionary(keys, value), fc.array(part), fc.array(part), (server, packages, remotes) => {
        for (const item of readRegistryRecord({ name: 'x', ...server, packages, remotes }, { place: '/x' })) {
          if ('entry' in item) expect(ServerEntry.parse(JSON.parse(JSON.stringify(item.entry)))).toEqual(item.entry);
        }
      }),
      { numRuns: 500 },
    );
  });
});
