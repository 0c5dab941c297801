/** How many users were hurt, in words. What nobody recorded is said. */

export function sizeText({
  percent,
  users,
}: {
  percent?: number | undefined;
  users?: number | undefined;
}): string {
  const people = users === undefined ? undefined : `${users.toLocaleString('en-US')} users`;
  if (percent === undefined)
    return people === undefined ? 'percent not recorded' : `${people}, percent not recorded`;
  const share = `${percent} % of users`;
  return people === undefined ? share : `${share}, ${people}`;
}
