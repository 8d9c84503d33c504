function reduce(key, values) {
  return Array.sum(values)
}
