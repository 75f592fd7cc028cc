// The form as plain values is the same at the desk and at the door.
export * from '@shared/form/sheet'
