"""How the simulator's pages look."""

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 30rem; padding: 1rem; background: #ededed; color: #1a1a1a;
  font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.1rem; margin: .5rem 0; }
h2 { font-size: 1rem; margin: 1rem 0 .5rem; }
p { color: #595959; margin: .25rem 0; }
a { color: #06633a; }
ul { list-style: none; margin: 1rem 0; padding: 0; background: #fff; border-radius: .5rem; }
ul li + li { border-top: 1px solid #eee; }
ul li { padding: .75rem 1rem; overflow-wrap: anywhere; }
ul li > a { display: block; margin: -.75rem -1rem; padding: .75rem 1rem; color: inherit;
  text-decoration: none; }
ul li > a:focus-visible, ul li > a:hover { background: #e7f7ee; }
small { color: #595959; display: block; }
mark { background: #fff3cd; padding: 0 .4rem; border-radius: .25rem; font-size: .85rem; }
.box { background: #fff; border-radius: .5rem; padding: 1rem; }
input, button { font: inherit; padding: .5rem .75rem; border-radius: .4rem;
  border: 1px solid #767676; min-height: 2.75rem; }
.box input { width: 60%; }
button { background: #07804a; border-color: #07804a; color: #fff; cursor: pointer; }
div { display: flex; flex-wrap: wrap; gap: .5rem; }
div button { background: #fff; color: #1a1a1a; border-color: #767676; }
main { background: #f7f7f7; margin-top: .75rem; border-radius: .75rem; border: 1px solid #cfcfcf; }
header { text-align: center; padding: .6rem; border-bottom: 1px solid #dcdcdc; font-weight: 600; }
header small { font-weight: 400; }
main > iframe:only-child { border-radius: .75rem; }
iframe { display: block; width: 100%; height: 22rem; border: 0; }
.write { display: flex; gap: .5rem; padding: .5rem; border-top: 1px solid #dcdcdc; }
.write input { flex: 1; min-width: 0; }
nav { display: grid; grid-auto-columns: 1fr; grid-auto-flow: column;
  border-top: 1px solid #dcdcdc; }
nav > * { position: relative; text-align: center; }
nav > * + * { border-left: 1px solid #dcdcdc; }
nav > a, nav summary { display: block; padding: .7rem .25rem; color: #1a1a1a; cursor: pointer;
  text-decoration: none; }
nav summary::marker { content: ''; }
nav ul { position: absolute; bottom: 100%; left: 0; right: 0; margin: 0 .25rem .25rem;
  box-shadow: 0 2px 12px rgb(0 0 0 / 20%); z-index: 1; }
nav li { padding: 0; }
nav ul li > a { margin: 0; padding: .75rem .25rem; }
nav button { width: 100%; background: none; border: 0; color: inherit; }
ol { list-style: none; margin: 0; padding: 0; }
ol li { background: #fff; border-radius: .5rem; padding: .6rem .8rem; margin: 0 15% .75rem 0;
  overflow-wrap: anywhere; }
ol li.own { background: #95ec69; margin: 0 0 .75rem 15%; }
ol a { display: block; border-top: 1px solid #eee; margin-top: .4rem; padding-top: .4rem; }
"""
