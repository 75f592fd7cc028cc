// Element Plus declares these by their options, which the type checker cannot read as components.
import { ElConfigProvider, ElOption, ElSelect } from 'element-plus'
import type { Component } from 'vue'

export const SelectField: Component = ElSelect
/** The same, for several choices at once. */
export const ManyField: Component = ElSelect
export const SelectOption: Component = ElOption
export const LanguageFrame: Component = ElConfigProvider
