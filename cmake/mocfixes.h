// Read by moc only. Before Qt 6.5.3 moc stops at libstdc++'s "namespace std
// _GLIBCXX_VISIBILITY(default)" in <concepts>, because it has not expanded the macro.
#define _GLIBCXX_VISIBILITY(V)
