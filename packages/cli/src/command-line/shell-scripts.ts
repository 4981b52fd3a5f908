/**
 * Scripts that teach shells to complete the command line (completion.ts). What they complete to none is the name of a
 * file.
 */

/** The shells. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

export const SHELL_SCRIPTS: Readonly<Record<Shell, string>> = {
  // "=" separates words for bash, which matters to no option here.
  bash: `# kernelgan for bash: source <(kernelgan completion bash), e.g. in ~/.bashrc
_kernelgan() {
  local IFS=$'\\n'
  COMPREPLY=($(kernelgan completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o bashdefault -o default -F _kernelgan kernelgan
`,
  zsh: `#compdef kernelgan
# kernelgan for zsh: source <(kernelgan completion zsh), after compinit, e.g. in ~/.zshrc
_kernelgan() {
  local -a lines
  lines=("\${(@f)$(kernelgan completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  lines=(\${lines:#})
  if (( \${#lines} )); then
    _describe kernelgan lines
  else
    _files
  fi
}
compdef _kernelgan kernelgan
`,
  fish: `# kernelgan for fish: kernelgan completion fish | source, e.g. in ~/.config/fish/config.fish
function __kernelgan_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found (kernelgan completion fish -- $words[2..-1] 2>/dev/null)
    if set -q found[1]
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c kernelgan -f -a '(__kernelgan_complete)'
`,
};

/** Shells that show what a word means, and how they want it. */
export const CANDIDATE_LINES: Readonly<Record<Shell, (word: string, help: string) => string>> = {
  bash: (word) => word,
  zsh: (word, help) => (help ? `${word.replaceAll(":", "\\:")}:${help}` : word),
  fish: (word, help) => (help ? `${word}\t${help}` : word),
};
