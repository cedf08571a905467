import { podLabels } from '../../config/contract';
import {
  acceptedAgeDays,
  levelSynonyms,
  logLabels,
  logLevels,
  logLinesMetric,
  logMetadata,
  logNamespaces,
  lokiUrl,
  podLinesAtOnceMax,
  podLinesPerSecondMax,
  requestIdHeader,
} from '../../config/logs';
import { redactedMark, redactions } from './redactions';

/** A text in Alloy's syntax, whose escapes are Go's and so JSON's. */
const text = (value: string): string => JSON.stringify(value);
const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;
/** Of names that are their own sources. */
const own = (names: readonly string[]): string => `{ ${names.map((name) => `${name} = ""`).join(', ')} }`;

/** JMESPath of the fields of the contract; the proxy has a request's id from the header of the application's answer. */
function fields(): string {
  const paths = { request: `request || "downstream_${requestIdHeader}"` } as Readonly<Record<string, string>>;
  return `{ ${['level', ...logMetadata].map((name) => `${name} = ${text(paths[name] ?? '')}`).join(', ')} }`;
}

const metaLabel = (name: string): string =>
  `__meta_kubernetes_pod_label_${name.replace(/[^A-Za-z0-9_]/g, '_')}`;

/** Where the labels of a stream come from, besides its level. */
const labelSources: Readonly<Record<string, string>> = {
  namespace: '__meta_kubernetes_namespace',
  app: metaLabel(podLabels.name),
  container: '__meta_kubernetes_pod_container_name',
  pod: '__meta_kubernetes_pod_name',
};

const relabelling = Object.entries(labelSources)
  .map(
    ([label, source]) => `  rule {
    source_labels = [${text(source)}]
    target_label  = ${text(label)}
  }
`,
  )
  .join('');

const redaction = redactions
  .map(
    (expression) => `  stage.replace {
    expression = ${text(expression)}
    replace    = ${text(redactedMark)}
  }
`,
  )
  .join('');

/** A template of Go: our name of a level, whatever a program calls it, and `unknown` where it says none. */
function levelTemplate(): string {
  const known = logLevels.map((level) => [level, level] as const);
  const names = [...known, ...Object.entries(levelSynonyms)];
  const cases = names.map(([name, level]) => `eq $l ${text(name)} }}${level}`);
  return `{{ $l := ToLower (default "" .level) }}{{ if ${cases.join('{{ else if ')}{{ else }}unknown{{ end }}`;
}

/**
 * Grafana Alloy's configuration: reads the output of our namespaces' pods through the Kubernetes API, so that it needs
 * no folder of a node, takes the fields of the contract out of JSON, the level out of other lines, and what looks like a
 * secret out of all. The time of a line is the one at which the container wrote it.
 * https://grafana.com/docs/alloy/latest/reference/components/loki/
 */
export const agentConfiguration = (url = lokiUrl): string => `logging {
  level  = "warn"
  format = "json"
}

discovery.kubernetes "pods" {
  role = "pod"
  namespaces {
    names = ${list(logNamespaces)}
  }
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets
${relabelling}}

loki.source.kubernetes "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.lines.receiver]
}

loki.process "lines" {
  forward_to = [loki.write.loki.receiver]

  stage.drop {
    older_than          = "${acceptedAgeDays * 24}h"
    drop_counter_reason = "too_old"
  }
  // Probes and scrapes, of programs that tell of every request.
  stage.drop {
    expression          = ${text('("(GET|HEAD) |"uri":")/(health|healthz|ready|readyz|livez|ping|metrics)[ ?"]')}
    drop_counter_reason = "health_check"
  }
  stage.limit {
    rate                = ${podLinesPerSecondMax}
    burst               = ${podLinesAtOnceMax}
    drop                = true
    by_label_name       = "pod"
    max_distinct_labels = 10000
  }

${redaction}
  stage.json {
    expressions = ${fields()}
  }
  // Lines of Go's logfmt, and PgBouncer's: "2026-01-31 12:00:00.000 UTC [1] WARNING …".
  stage.match {
    selector = ${text('{namespace=~".+"} !~ "^\\\\{"')}
    stage.regex {
      expression = ${text('\\blevel=(?P<level>[A-Za-z]+)')}
    }
    stage.regex {
      expression = ${text('^\\S+ \\S+ \\S+ \\[\\d+\\] (?P<level>[A-Z]+) ')}
    }
  }
  stage.template {
    source   = "level"
    template = ${text(levelTemplate())}
  }
  stage.labels {
    values = { level = "" }
  }
  stage.structured_metadata {
    values = ${own(logMetadata)}
  }
  // The source adds labels of its own, such as one for each container of each pod.
  stage.label_keep {
    values = ${list(logLabels)}
  }
  stage.metrics {
    metric.counter {
      name              = ${text(logLinesMetric.name)}
      prefix            = ${text(logLinesMetric.prefix)}
      description       = "Lines passed on to Loki."
      match_all         = true
      action            = "inc"
      max_idle_duration = "24h"
    }
  }
}

loki.write "loki" {
  endpoint {
    url = ${text(`${url}/loki/api/v1/push`)}
    // For ever: while Loki is away, lines wait on their nodes.
    max_backoff_retries = 0
    max_backoff_period  = "30s"
  }
}
`;
