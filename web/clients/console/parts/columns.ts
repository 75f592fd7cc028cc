// A table's columns as data; what is more than text is drawn by a slot of the column's key.
export interface Column<Row> {
  key: string
  label: string
  /** In pixels; without one the column takes what is left. */
  width?: number
  least?: number
  text?: (row: Row) => string
  isFixed?: boolean
}
