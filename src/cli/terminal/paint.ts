import pc from 'picocolors';
import type { Category } from '../../model/category.ts';

/** Colours, or none: every function gives the text itself on a plain screen. */
export type Paint = {
  hasColor: boolean;
  bold: (text: string) => string;
  soft: (text: string) => string;
  warn: (text: string) => string;
  good: (text: string) => string;
  bad: (text: string) => string;
  /** A stretch of a definition that is quoted as evidence; on a plain screen it stands between « and ». */
  mark: (text: string) => string;
  category: (category: Category, text: string) => string;
};

/** The colours of a screen. */
export function createPaint(hasColor: boolean): Paint {
  const colors = pc.createColors(hasColor);
  const byCategory: Record<Category, (text: string) => string> = {
    Read: colors.green,
    Write: colors.blue,
    Execute: colors.yellow,
    Destructive: colors.red,
    Financial: colors.magenta,
  };
  return {
    hasColor,
    bold: colors.bold,
    soft: colors.dim,
    warn: colors.yellow,
    good: colors.green,
    bad: colors.red,
    mark: (text) => (hasColor ? colors.bold(colors.underline(colors.yellow(text))) : `«${text}»`),
    category: (category, text) => byCategory[category](text),
  };
}
