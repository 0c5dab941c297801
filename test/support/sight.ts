/** How far apart two colours are for people who see colours in different ways. */
export type Sight = 'usual' | 'protan' | 'deutan' | 'tritan';
export const SIGHTS: readonly Sight[] = ['usual', 'protan', 'deutan', 'tritan'];

/**
 * What is left of a colour where one kind of cone is missing, in linear light.
 * @see https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html Machado, Oliveira and Fernandes 2009, severity 1.0
 */
const LEFT: Readonly<Record<Sight, readonly (readonly [number, number, number])[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The distance of two colours `#rrggbb` in OKLab: 0 is the same, black and white are 1 apart. */
export function apart(one: string, other: string, sight: Sight): number {
  const [here, there] = [oklab(seen(one, sight)), oklab(seen(other, sight))];
  return Math.hypot(...here.map((value, index) => value - (there[index] ?? 0)));
}

function seen(colour: string, sight: Sight): number[] {
  const linear = [1, 3, 5].map((at) => light(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return times(LEFT[sight], linear).map((value) => Math.min(1, Math.max(0, value)));
}

function light(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** @see https://bottosson.github.io/posts/oklab/ */
function oklab(linear: readonly number[]): number[] {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    linear,
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function times(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0));
}
