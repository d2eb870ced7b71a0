using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class RecordTailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-tail-").FullName;
    private readonly BenchBooks _books = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_FileThatComesLaterAndGrows_CountsWholeLinesOnly()
    {
        await using var tail = new RecordTail("bench-1", _books, TimeProvider.System);
        var path = Path.Combine(_folder, "a.jsonl");
        tail.Follow("a", path);
        await using var file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        await file.WriteAsync("""{"message_id":"bench-1.0","headers":{"message_id":"bench-1.7"}}""" + "\n" + """{"message_id":"ben""");
        await CompletedAsync(1);

        await file.WriteAsync("""ch-1.2"}""" + "\n" + """{"message_id":"else"}""" + "\n" + """{"message_id":"bench-1.1"}""");
        await CompletedAsync(2);
        await file.WriteAsync("\n");
        await CompletedAsync(3);

        Assert.Equal((3, 0), (_books.FirstOpen, _books.Repeated));
    }

    [Fact]
    public async Task Dispose_LinesNotReadYet_AreCounted()
    {
        var path = Path.Combine(_folder, "a.jsonl");
        var tail = new RecordTail("g", _books, TimeProvider.System);
        tail.Follow("a", path);
        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Range(0, 5000).Select(number => $$"""{"message_id":"g.{{number}}"}""" + "\n")), Token);
        tail.Release(path);

        await tail.DisposeAsync();

        Assert.Equal((5000, 5000), (_books.Completed, _books.FirstOpen));
    }

    [Fact]
    public async Task Follow_LaterAttempts_AreCountedByTheMessagesOwnAttemptOnly()
    {
        var path = Path.Combine(_folder, "a.jsonl");
        var tail = new RecordTail("g", _books, TimeProvider.System);
        tail.Follow("a", path);
        await File.WriteAllTextAsync(path, """{"message_id":"g.0","attempt":2}""" + "\n" + """{"message_id":"g.1","attempt":1,"headers":{"attempt":7}}""" + "\n", Token);

        await tail.DisposeAsync();

        Assert.Equal((2, 1), (_books.Completed, _books.Later));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task CompletedAsync(int count) =>
        Eventually.TrueAsync(() => ValueTask.FromResult(_books.Completed == count), $"{count} messages are completed", Token);
}
