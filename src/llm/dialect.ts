/** What an OpenAI-compatible server takes; learned from its refusals, the fullest form first. */
export type Dialect = {
  responseFormat: 'json_schema' | 'json_object' | 'none';
  tokenLimit: 'max_completion_tokens' | 'max_tokens';
  temperature: boolean;
};

/** The dialect that is tried first: that of the OpenAI API. */
export const FULL_DIALECT: Dialect = {
  responseFormat: 'json_schema',
  tokenLimit: 'max_completion_tokens',
  temperature: true,
};

/**
 * The dialect to try after a server refused a request (400, 422), from what its message names; undefined when nothing
 * is left to give up. A message that names nothing costs the schema first.
 */
export function simplerDialect(dialect: Dialect, message: string): Dialect | undefined {
  if (/max_completion_tokens/i.test(message) && dialect.tokenLimit === 'max_completion_tokens')
    return { ...dialect, tokenLimit: 'max_tokens' };
  if (/temperature/i.test(message) && dialect.temperature) return { ...dialect, temperature: false };
  if (dialect.responseFormat === 'json_schema')
    return { ...dialect, responseFormat: /json_schema|schema/i.test(message) ? 'json_object' : 'none' };
  if (dialect.responseFormat === 'json_object') return { ...dialect, responseFormat: 'none' };
  if (dialect.tokenLimit === 'max_completion_tokens') return { ...dialect, tokenLimit: 'max_tokens' };
  return dialect.temperature ? { ...dialect, temperature: false } : undefined;
}
