import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isListening, offeredModes } from '../../../src/connect/start/complaint/offered-modes.ts';
import { valueHint } from '../../../src/connect/start/complaint/value-hints.ts';
import { namedVariables } from '../../../src/connect/start/complaint/variables.ts';
import { wantedArguments } from '../../../src/connect/start/complaint/wanted-arguments.ts';
import { placeholderFor } from '../../../src/connect/start/placeholder.ts';

const FILES = { credentials: '/files/credentials.json', empty: '/files/empty.db' };

describe('variables that a server asks for', () => {
  it.each<[string, string[]]>([
    ['Error: HARBOR_API_KEY is required', ['HARBOR_API_KEY']],
    ['Missing required environment variables: HARBOR_URL, HARBOR_TOKEN', ['HARBOR_URL', 'HARBOR_TOKEN']],
    ['Missing required environment variables:\n  - HARBOR_URL\n  - HARBOR_TOKEN\n', ['HARBOR_URL', 'HARBOR_TOKEN']],
    ["KeyError: 'HARBORKEY'", ['HARBORKEY']],
    ['Please set process.env.APIKEY before starting', ['APIKEY']],
    ['[ { "code": "invalid_type", "path": ["HARBOR_TOKEN"], "message": "Required" } ]', ['HARBOR_TOKEN']],
    ['✖ Invalid input: expected string, received undefined\n  → at apiKey', ['API_KEY']],
    ['1 validation error for Settings\nharbor_token\n  Field required [type=missing]', ['HARBOR_TOKEN']],
    ['set HARBOR_TOKEN or HARBOR_TOKEN_FILE', ['HARBOR_TOKEN']],
    ['Error: ERR_MODULE_NOT_FOUND is missing, see YOUR_API_KEY', []],
  ])('reads %j', (words, names) => {
    expect(namedVariables(words).wanted).toEqual(names);
  });

  it('keeps names that merely stand there apart', () => {
    expect(namedVariables('Starting with HARBOR_MODE')).toEqual({ wanted: [], mentioned: ['HARBOR_MODE'] });
  });

  it('takes bounded time and names on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 4096, unit: fc.constantFrom('A', '_', ' ', '\n', '"', ':', 'set', 'x') }),
        (words) => {
          const started = performance.now();
          expect(namedVariables(words).wanted.length).toBeLessThanOrEqual(25);
          wantedArguments(words, FILES);
          offeredModes(words);
          valueHint('A_A', words);
          return performance.now() - started < 500;
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('arguments that a server asks for', () => {
  it.each<[string, string[]]>([
    ["error: missing required argument 'directory'", ['/tmp']],
    ["error: required option '--token <token>' not specified", ['--token', placeholderFor('token')]],
    ['server.py: error: the following arguments are required: --region', ['--region', 'us-east-1']],
    ['Missing required argument: port', ['--port', '8080']],
    ['Usage: harbor-mcp <directory> [options]', ['/tmp']],
    ['Please provide a database URL as a command-line argument', ['postgresql://user:placeholder@localhost:5432/db']],
  ])('reads %j', (words, args) => {
    expect(wantedArguments(words, FILES)[0]).toEqual(args);
  });

  it('asks for nothing where nothing is asked', () => {
    expect(wantedArguments('Harbor MCP server running', FILES)).toEqual([]);
  });
});

describe('ways to start that a usage text offers', () => {
  it.each<[string, string[][]]>([
    ['Options:\n  --stdio   speak over stdio', [['--stdio']]],
    ['  --transport <stdio|http>  how to speak', [['--transport', 'stdio']]],
    ['Commands:\n  login   Log in\n  serve   Start it\n', [['serve']]],
    ['Commands:\n  login    Log in\n  harbor   Start the MCP server\n', [['harbor']]],
    ['Usage: harbor <login|mcp>', [['mcp']]],
  ])('reads %j', (words, modes) => {
    expect(offeredModes(words)).toEqual(modes);
  });

  it('knows a server that waits for HTTP', () => {
    expect(isListening('Server listening on port 3000')).toBe(true);
    expect(isListening('Harbor MCP server running on stdio')).toBe(false);
  });
});

describe('placeholders', () => {
  it.each<[string, string, string | RegExp]>([
    ['HARBOR_URL', '', 'https://example.com'],
    ['HARBOR_PORT', '', '8080'],
    ['HARBOR_EMAIL', '', /@example\.com$/],
    ['AWS_REGION', '', 'us-east-1'],
    ['HARBOR_TENANT_ID', '', /^[0-9a-f-]{36}$/],
    ['DATABASE_URL', '', /^postgresql:/],
    ['HARBOR_KEY', 'HARBOR_KEY must start with "hk-"', /^hk-/],
    ['HARBOR_KEY', 'HARBOR_KEY must be at least 64 characters', /^.{64,}$/],
    ['HARBOR_KEY', 'HARBOR_KEY must be a UUID', /^[0-9a-f-]{36}$/],
    ['HARBOR_MODE', 'HARBOR_MODE must be one of: calm, storm', 'calm'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '', FILES.credentials],
    ['DATABASE_URL', 'DATABASE_URL is required, e.g. postgres://… or sqlite:///path', /^sqlite:/],
  ])('%s after %j', (name, words, value) => {
    const made = placeholderFor(name, valueHint(name, words), FILES);
    if (typeof value === 'string') expect(made).toBe(value);
    else expect(made).toMatch(value);
  });
});
