import { parse as parseCel } from '@marcbachmann/cel-js';
import { parse } from 'yaml';
import { z } from 'zod';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

const AuthorizationPolicy = z.strictObject({ mcpAuthorization: z.strictObject({ rules: z.array(z.string()) }) });

/**
 * agentgateway's decision by a CEL engine (source: agentgateway/agentgateway, http/authorization.rs): a plain rule allows,
 * one that fails or gives no boolean does not; without any rule all is allowed. The target is given as the alias.
 */
export const agentgatewayEngine: FormatEngine = (text, server = LIBRARY) => {
  const { rules } = AuthorizationPolicy.parse(parse(text, { strict: true, uniqueKeys: true })).mcpAuthorization;
  const conditions = rules.map((rule) => parseCel(rule));
  const isTrue = (condition: (typeof conditions)[number], name: string) =>
    condition({ mcp: { tool: { name, target: server } } }) === true;
  return ({ tool }) =>
    conditions.length === 0 || conditions.some((condition) => isTrue(condition, tool)) ? 'allowed' : 'denied';
};
