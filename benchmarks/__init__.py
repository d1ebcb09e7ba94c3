"""How fast Jianghua is, and how right, beside what else can search Chinese text from Python. Not part of the wheel.

`compare` runs the engines side by side; `README.md` says how it measures and what came out.
"""
