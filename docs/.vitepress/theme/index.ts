import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import KernelGanRun from "./KernelGanRun.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => app.component("KernelGanRun", KernelGanRun),
} satisfies Theme;
