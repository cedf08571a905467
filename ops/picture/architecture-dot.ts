import { type Flow, outsidePeers } from '../../config/flows';
import type { PicturedStack } from './assembly-graph';
import { picturedTypes } from './resource-names';

const font = 'fontname="Helvetica"';
const colors = { state: '#dbe9f6', replaceable: '#fde8cf', pod: '#e2f2dc', outside: '#eeeeee' };

/** Graphviz text: on top the stacks and what they need, below who talks to whom. */
export function architectureDot(stacks: readonly PicturedStack[], flows: readonly Flow[]): string {
  const environment = commonPrefix(stacks.map(({ name }) => name));
  const noun = (name: string): string => name.slice(environment.length + 1);
  const regions = [...new Set(stacks.map(({ region }) => region))];
  return [
    `digraph architecture {`,
    `  graph [rankdir=TB ranksep=0.6 nodesep=0.25 compound=true fontsize=13 ${font}]`,
    `  node [shape=box style="filled,rounded" color="#555555" fontsize=11 margin="0.25,0.08" ${font}]`,
    `  edge [color="#777777" fontsize=10 arrowsize=0.7 ${font}]`,
    ...regions.flatMap((region, index) => [
      `  subgraph cluster_region_${index} { label="stacks in ${region} (arrow: needs)" color="#bbbbbb"`,
      ...stacks.filter((stack) => stack.region === region).map((stack) => stackNode(stack, noun(stack.name))),
      '  }',
    ]),
    ...stacks.flatMap(({ name, dependsOn }) => dependsOn.map((other) => `  "${name}" -> "${other}"`)),
    ...flowLines(flows),
    '}',
    '',
  ].join('\n');
}

function stackNode(stack: PicturedStack, noun: string): string {
  const contents = Object.entries(picturedTypes).flatMap(([type, label]) => {
    const count = stack.counts[type];
    return count ? [count === 1 ? label : `${count} × ${label}`] : [];
  });
  const color = stack.keepsState ? colors.state : colors.replaceable;
  return `    "${stack.name}" [fillcolor="${color}" label="${[noun, ...contents].join('\\n')}"]`;
}

/** Pods and peers of the flow table, with the port on each arrow; arrows of the same pair share one. */
function flowLines(flows: readonly Flow[]): string[] {
  const isOutside = (peer: string): boolean => (outsidePeers as readonly string[]).includes(peer);
  const peers = [...new Set(flows.flatMap(({ from, to }) => [from, to]))];
  const node = (peer: string): string => {
    const color = isOutside(peer) ? colors.outside : colors.pod;
    return `    "flow ${peer}" [label="${peer}" fillcolor="${color}"]`;
  };
  return [
    '  subgraph cluster_flows { label="who may talk to whom (everything else is refused)" color="#bbbbbb"',
    ...peers.map(node),
    '  }',
    ...flows.map(({ from, to, port }) => `  "flow ${from}" -> "flow ${to}" [label="${port}"]`),
  ];
}

function commonPrefix(names: readonly string[]): string {
  const [first = ''] = names;
  const end = [...first].findIndex((_, index) => names.some((name) => name[index] !== first[index]));
  return first.slice(0, end).replace(/-$/, '');
}
