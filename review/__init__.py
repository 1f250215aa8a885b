"""The review desk (处置工作台): where staff of a verification centre and its townships work through alerts."""
