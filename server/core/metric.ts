/** Figures as Prometheus reads them: what is counted, what is measured, and the text that says both. */

export type MetricType = 'counter' | 'gauge' | 'histogram';

/** What one figure is called, which labels it has, and what it says. */
export type MetricKind = { name: string; type: MetricType; labels: readonly string[]; meaning: string };

export type Labels = Readonly<Record<string, string>>;

/** One line of a gauge: a value at this moment. */
export type Sample = { labels?: Labels; value: number };

export type Counter = { add(labels?: Labels, by?: number): void; lines(name: string): string[] };
export type Histogram = { observe(value: number, labels?: Labels): void; lines(name: string): string[] };

/** Counts since the process began. */
export function makeCounter(): Counter {
  const counts = new Map<string, number>();
  return {
    add: (labels = {}, by = 1) => {
      const key = labelText(labels);
      counts.set(key, (counts.get(key) ?? 0) + by);
    },
    lines: (name) => [...counts].map(([key, count]) => `${name}${key} ${String(count)}`),
  };
}

/** @param bounds upper ends of the buckets, ascending, in the unit of the figure */
export function makeHistogram(bounds: readonly number[]): Histogram {
  const series = new Map<string, { labels: Labels; buckets: number[]; sum: number; count: number }>();
  return {
    observe: (value, labels = {}) => {
      const key = labelText(labels);
      const one = series.get(key) ?? { labels, buckets: bounds.map(() => 0), sum: 0, count: 0 };
      for (const [index, bound] of bounds.entries())
        if (value <= bound) one.buckets[index] = (one.buckets[index] ?? 0) + 1;
      series.set(key, { ...one, sum: one.sum + value, count: one.count + 1 });
    },
    lines: (name) =>
      [...series.values()].flatMap(({ labels, buckets, sum, count }) => [
        ...bounds.map(
          (bound, index) =>
            `${name}_bucket${labelText({ ...labels, le: String(bound) })} ${String(buckets[index])}`,
        ),
        `${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${String(count)}`,
        `${name}_sum${labelText(labels)} ${String(sum)}`,
        `${name}_count${labelText(labels)} ${String(count)}`,
      ]),
  };
}

export function gaugeLines(name: string, samples: readonly Sample[]): string[] {
  return samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${String(value)}`);
}

/** The text format 0.0.4: each figure with what it means, then its lines. */
export function exposition(figures: readonly { kind: MetricKind; lines: readonly string[] }[]): string {
  const parts = figures.flatMap(({ kind: { name, type, meaning }, lines }) => [
    `# HELP ${name} ${meaning.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `# TYPE ${name} ${type}`,
    ...lines,
  ]);
  return `${parts.join('\n')}\n`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
