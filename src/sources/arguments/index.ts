import type { TargetSource } from '../target-source.ts';
import { configFile } from './config-file.ts';
import { npm } from './npm.ts';
import { oci } from './oci.ts';
import { pypi } from './pypi.ts';
import { registry } from './registry.ts';
import { url } from './url.ts';

/** Every kind of TARGET argument, alphabetical; at most one accepts an argument, since a prefix outranks a path. */
export const TARGET_SOURCES: readonly TargetSource[] = [configFile, npm, oci, pypi, registry, url];
