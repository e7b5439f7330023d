type WrongOwner = 'owners are property names of a plain object' | 'an owner is found by a prefix';

/** Keeps a map for each owner. A planted fault gives an owner the map of another, or an object's own property. */
export const createOwnerMaps = <K, V>(is: (fault: WrongOwner) => boolean) => {
  const maps = new Map<string, Map<K, V>>();
  const byName: Record<string, Map<K, V>> = {};
  return {
    findOrCreate: (owner: string): Map<K, V> => {
      if (is('owners are property names of a plain object')) {
        byName[owner] ??= new Map();
        return byName[owner];
      }
      if (is('an owner is found by a prefix')) {
        const found = [...maps].find(([known]) => known.startsWith(owner));
        if (found !== undefined) return found[1];
      }
      const map = maps.get(owner) ?? new Map<K, V>();
      maps.set(owner, map);
      return map;
    },
    all: (): readonly Map<K, V>[] => [...maps.values()],
  };
};
