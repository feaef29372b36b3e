/** What an OpenAI-compatible server takes; learned from its refusals, the fullest form first. */
export type Dialect = {
  responseFormat: 'json_schema' | 'json_object' | 'none';
  tokenLimit: 'max_completion_tokens' | 'max_tokens';
  temperature: boolean;
  /** Tokens beside the answer's own, for a model that thinks before it answers: thoughts count against the limit. */
  thinkingTokens: number;
};

/** Room for thoughts: on 16 tools reasoning models take some thousands at medium effort. */
const THINKING_TOKENS = 8000;

/** The dialect that is tried first: that of the OpenAI API. */
export const FULL_DIALECT: Dialect = {
  responseFormat: 'json_schema',
  tokenLimit: 'max_completion_tokens',
  temperature: true,
  thinkingTokens: 0,
};
/** The dialect of batch files, where nothing can be learned on the way: with room for thoughts, unused by most models. */
export const BATCH_DIALECT: Dialect = { ...FULL_DIALECT, thinkingTokens: THINKING_TOKENS };

/** The dialect after a model used up its tokens before the answer began; undefined when it had room for thoughts. */
export function roomierDialect(dialect: Dialect): Dialect | undefined {
  return dialect.thinkingTokens > 0 ? undefined : { ...dialect, thinkingTokens: THINKING_TOKENS };
}

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
