import type { SafeHtml } from '../../server/core/html.ts';
import type { Params, paths } from '../../server/web/paths.ts';
import type { Helpers } from '../../server/web/render.ts';

/** Refuses `any`, which would fit everywhere and so hide what is wrong. */
type Known<T, Allowed> = 0 extends 1 & T ? never : Allowed;

type Text = string | number | boolean | bigint | undefined | null;

type Path = (typeof paths)[keyof typeof paths];

/** An address that is written out is one of web/paths, with a query or an anchor; one of the model is plain text. */
type Address<P extends string> = string extends P
  ? P
  : P extends Path | `${Path}?${string}` | `${Path}#${string}`
    ? P
    : never;

/**
 * What a view may use beside its `page`: the functions of web/render, two of them typed more closely than the server
 * needs, and the two ways of writing, `<%=` and `<%-`.
 * @typeParam Parts the page type of each file in views/parts/ by its name
 */
export type ViewHelpers<Parts> = Omit<Helpers, 'part' | 'kept' | 'href'> & {
  part<N extends keyof Parts>(name: N, value: Parts[N]): SafeHtml;
  kept<N extends keyof Parts>(name: N, key: object, value: Parts[N]): SafeHtml;
  href<const P extends string>(
    path: P & Address<P>,
    ...values: keyof Params<P> extends never ? [] : [Params<P>]
  ): string;
  _e<T>(value: T & Known<T, Text>): void;
  _r<T>(value: T & Known<T, SafeHtml>): void;
};
