/** What is known of how a value must look; nothing known means plausible by name. */
export type ValueHint = {
  /** Text that it must start with. */
  prefix?: string;
  /** Number of characters that it must have, at least. */
  length?: number;
  /** `url`, `email`, `uuid`, `number`, `integer`, `boolean`, `json`, `base64`, `hex`, `jwt`, `folder`, `file`. */
  form?: ValueForm;
  /** Values of which it must be one. */
  choices?: readonly string[];
  /** An example that its documentation gives. */
  example?: string;
};

/** A form that a value can be said to need. */
export type ValueForm =
  | 'url'
  | 'email'
  | 'uuid'
  | 'number'
  | 'boolean'
  | 'json'
  | 'base64'
  | 'hex'
  | 'jwt'
  | 'folder'
  | 'file'
  | 'date'
  | 'address';

/** Where placeholders of a kind lie inside: see `placeholder-files.ts`. */
export type PlaceholderFiles = {
  /** A JSON file that reads as a service account or OAuth client of Google, and as `{}` for anything lenient. */
  credentials: string;
  /** An empty file, which is also an empty SQLite database. */
  empty: string;
};

const UUID = '00000000-0000-4000-8000-000000000001';
/** A JSON Web Token of the right shape (RFC 7519): header `alg: HS256`, empty-handed payload, no valid signature. */
const JWT = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIiwiZXhwIjo0MTAyNDQ0ODAwfQ.cGxhY2Vob2xkZXI';

/** Values by form. */
const BY_FORM: Readonly<Record<ValueForm, string>> = {
  url: 'https://example.com',
  email: 'user@example.com',
  uuid: UUID,
  number: '1',
  boolean: 'true',
  json: '{}',
  base64: Buffer.from('placeholder-placeholder-placehol').toString('base64'),
  hex: '0123456789abcdef'.repeat(4),
  jwt: JWT,
  folder: '/tmp',
  file: '/tmp/placeholder',
  date: '2026-01-01',
  address: '0x0123456789abcdef0123456789abcdef01234567',
};

/** Values by what a name says, first match first; names are compared in SNAKE_CASE with `_` around them. */
const BY_NAME: readonly [pattern: RegExp, value: string][] = [
  [
    /_(?:POSTGRES|POSTGRESQL|PG|DATABASE|DB)_(?:URL|URI|DSN|CONNECTION|CONNECTION_STRING)_/,
    'postgresql://user:placeholder@localhost:5432/db',
  ],
  [/_MONGO(?:DB)?_.*(?:URL|URI|CONNECTION|STRING)_/, 'mongodb://localhost:27017/db'],
  [/_REDIS_.*(?:URL|URI)_/, 'redis://localhost:6379'],
  [/_MYSQL_.*(?:URL|URI)_/, 'mysql://user:placeholder@localhost:3306/db'],
  [/_AMQP_|_RABBITMQ_/, 'amqp://localhost:5672'],
  [/_(?:NEO4J|BOLT)_.*(?:URL|URI)_/, 'bolt://localhost:7687'],
  [/_(?:WS|WSS|WEBSOCKET)_(?:URL|URI|ENDPOINT)_/, 'wss://example.com'],
  [/_CONNECTION_?STRING_|_DSN_/, 'postgresql://user:placeholder@localhost:5432/db'],
  [
    /_(?:URL|URI|ENDPOINT|WEBHOOK|ORIGIN|BASEURL|SERVER_ADDRESS|API_BASE|BASE_API|SITE|INSTANCE|TENANT_DOMAIN)S?_$/,
    'https://example.com',
  ],
  [/_HOST(?:NAME)?_|_SERVER_|_DOMAIN_/, 'example.com'],
  [/_PORT_/, '8080'],
  [/_E?MAIL_|_EMAIL_ADDRESS_/, 'user@example.com'],
  [/_PHONE_|_MOBILE_/, '+15550100'],
  [/_(?:UUID|GUID|TENANT_ID|SUBSCRIPTION_ID|CLIENT_ID|DIRECTORY_ID)_/, UUID],
  [/_REGION_|_LOCATION_/, 'us-east-1'],
  [/_(?:TIMEOUT|LIMIT|MAX|MIN|INTERVAL|TTL|SIZE|COUNT|RETRIES|DELAY|CHAIN_ID|DEPTH)_/, '30'],
  [/_(?:ENABLED?|DISABLED?|DEBUG|VERBOSE|USE|ALLOW|IS|SSL|TLS|SECURE)_/, 'true'],
  [/_(?:DIR|DIRECTORY|FOLDER|ROOT|WORKSPACE|VAULT|HOME|PATHS?|ROOTS)_/, '/tmp'],
  [/_(?:LOCALE|LANG|LANGUAGE)_/, 'en'],
  [/_(?:TZ|TIMEZONE)_/, 'UTC'],
  [/_(?:USER|USERNAME|LOGIN|ACCOUNT|OWNER)_/, 'user'],
  [/_PRIVATE_KEY_|_MNEMONIC_/, `0x${'1'.repeat(64)}`],
  [/_(?:WALLET|CONTRACT)_ADDRESS_|_WALLET_/, BY_FORM.address],
  [/_(?:ID|NUMBER|SID|APPID)_/, '1000001'],
  [/_(?:VERSION)_/, '1'],
  [/_JSON_/, '{}'],
];

/** Prefixes of well-known tokens by a word of the name. */
const TOKEN_PREFIX: readonly [pattern: RegExp, prefix: string][] = [
  [/_OPENAI_/, 'sk-'],
  [/_ANTHROPIC_/, 'sk-ant-'],
  [/_STRIPE_/, 'sk_test_'],
  [/_(?:GITHUB|GH)_/, 'ghp_'],
  [/_GITLAB_/, 'glpat-'],
  [/_SLACK_.*BOT_|_SLACK_TOKEN_/, 'xoxb-'],
  [/_SLACK_.*APP_/, 'xapp-'],
  [/_SLACK_/, 'xoxp-'],
  [/_(?:HF|HUGGINGFACE|HUGGING_FACE)_/, 'hf_'],
  [/_TWILIO_ACCOUNT_SID_/, 'AC'],
  [/_TWILIO_API_KEY_/, 'SK'],
  [/_SENDGRID_/, 'SG.'],
  [/_SUPABASE_ACCESS_/, 'sbp_'],
  [/_NOTION_/, 'ntn_'],
  [/_AIRTABLE_/, 'pat'],
  [/_FIGMA_/, 'figd_'],
  [/_LINEAR_/, 'lin_api_'],
  [/_RESEND_/, 're_'],
  [/_GROQ_/, 'gsk_'],
  [/_XAI_/, 'xai-'],
  [/_TAVILY_/, 'tvly-'],
  [/_(?:GEMINI|GOOGLE_(?:MAPS_)?API)_/, 'AIza'],
  [/_DOPPLER_/, 'dp.st.'],
  [/_APIFY_/, 'apify_api_'],
  [/_REPLICATE_/, 'r8_'],
];

const SECRET_LENGTH = 40;
const FILLER = '0123456789abcdef';

/** A made-up value for a variable or argument, plausible by its name and by what is known of its form. Never a real secret. */
export function placeholderFor(name: string, hint: ValueHint = {}, files?: PlaceholderFiles): string {
  const snake = `_${name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()}_`;
  const [choice] = hint.choices ?? [];
  if (choice !== undefined) return choice;
  if (hint.prefix !== undefined) return withPrefix(hint.prefix, snake, hint.length);
  if (
    hint.form === 'file' ||
    (hint.form === undefined &&
      /_(?:CREDENTIALS|KEY_?FILE|KEY_PATH|CREDENTIALS_PATH|OAUTH_PATH|SERVICE_ACCOUNT)_|_FILE_|_FILE_PATH_/.test(snake))
  )
    return fileFor(snake, files);
  if (hint.form !== undefined) return BY_FORM[hint.form];
  if (hint.length !== undefined) return filled('', hint.length);
  if (hint.example !== undefined) return hint.example;
  const isSecret = /_(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PAT|AUTH|PWD|CREDENTIAL)_/.test(snake);
  const byName = BY_NAME.find(([pattern]) => pattern.test(snake))?.[1];
  if (
    byName !== undefined &&
    !(isSecret && /_(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PAT)_$/.test(snake) && !/_PRIVATE_KEY_/.test(snake))
  )
    return byName;
  const prefix = TOKEN_PREFIX.find(([pattern]) => pattern.test(snake))?.[1];
  if (prefix !== undefined && (isSecret || /_SID_/.test(snake))) return filled(prefix, SECRET_LENGTH);
  return isSecret ? filled('placeholder-', SECRET_LENGTH) : 'placeholder';
}

function fileFor(snake: string, files: PlaceholderFiles | undefined): string {
  if (files === undefined) return BY_FORM.file;
  return /_(?:DB|DATABASE|SQLITE)_/.test(snake) ? files.empty : files.credentials;
}

function withPrefix(prefix: string, snake: string, length: number | undefined): string {
  if (!prefix.endsWith('://')) return filled(prefix, length ?? SECRET_LENGTH);
  return /^(?:https?|wss?):/.test(prefix)
    ? `${prefix}example.com`
    : `${prefix}user:placeholder@localhost/${/_DB_|_DATABASE_/.test(snake) ? 'db' : 'test'}`;
}

function filled(prefix: string, length: number): string {
  return prefix + FILLER.repeat(Math.ceil(length / FILLER.length)).slice(0, Math.max(0, length - prefix.length));
}
