import { parser as logql } from '@grafana/lezer-logql';
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser as promql } from '@prometheus-io/lezer-promql';

/** What a selector asks of a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** As Grafana would ask: durations in place of its variables. Others stand in texts, where they may stay. */
export const asked = (expression: string): string =>
  expression.replaceAll('$__rate_interval', '2m').replaceAll('$__range', '6h');

/** Whether an expression is PromQL or LogQL at all: the part that is not; null: it is. */
export function syntaxFault(language: 'promql' | 'logql', expression: string): string | null {
  const tree: Tree = (language === 'promql' ? promql : logql).parse(expression);
  let fault: string | null = null;
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) fault ??= expression.slice(from, Math.max(to, from + 20)) || 'its end';
    },
  });
  return fault;
}

/** Every series selector of a PromQL expression. */
export function selectorsOf(expression: string): Selector[] {
  const selectors: Selector[] = [];
  const text = ({ from, to }: SyntaxNode): string => expression.slice(from, to);
  promql.parse(expression).iterate({
    enter: ({ name, node }) => {
      if (name !== 'VectorSelector') return;
      const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
      selectors.push({
        metric: text(node.getChild('Identifier') ?? node),
        matchers: matchers.map((matcher) => ({
          label: text(matcher.getChild('LabelName')!),
          operator: text(matcher.getChild('MatchOp')!),
          value: text(matcher.getChild('StringLiteral')!).slice(1, -1),
        })),
      });
    },
  });
  return selectors;
}

/** What the stream selector of a LogQL expression asks of labels. */
export function logMatchersOf(expression: string): Matcher[] {
  const matchers: Matcher[] = [];
  const text = ({ from, to }: SyntaxNode): string => expression.slice(from, to);
  logql.parse(expression).iterate({
    enter: ({ name, node }) => {
      if (name !== 'Matcher' || node.matchContext(['LabelFilter'])) return;
      const label = node.getChild('Identifier')!;
      const value = node.getChild('String')!;
      matchers.push({
        label: text(label),
        operator: expression.slice(label.to, value.from).trim(),
        value: text(value).slice(1, -1),
      });
    },
  });
  return matchers;
}
