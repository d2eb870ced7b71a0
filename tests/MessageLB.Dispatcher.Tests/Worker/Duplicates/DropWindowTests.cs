using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using MessageLB.Worker.Duplicates;
using MessageLB.Worker.Receiving;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Duplicates;

public sealed class DropWindowTests
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Begin_DoneBefore_IsDone()
    {
        var window = NewWindow();
        Handle(window, NewItem("m"), HandlerResultKind.Done);

        Assert.Equal(DropVerdict.Done, window.Begin(NewItem("m")));
    }

    [Theory]
    [InlineData(HandlerResultKind.Retry)]
    [InlineData(HandlerResultKind.Drop)] // it may come back from the dead letters with its first attempt
    [InlineData(HandlerResultKind.Return)]
    public void Begin_EndedOtherwise_IsNew(HandlerResultKind result)
    {
        var window = NewWindow();
        Handle(window, NewItem("m"), result);

        Assert.Equal((DropVerdict.New, 1), (window.Begin(NewItem("m")), window.Count));
    }

    [Fact]
    public void Begin_AnotherAttemptOrAnotherId_IsNew()
    {
        var window = NewWindow();
        Handle(window, NewItem("m", attempt: 1), HandlerResultKind.Done);

        Assert.Equal(DropVerdict.New, window.Begin(NewItem("m", attempt: 2)));
        Assert.Equal(DropVerdict.New, window.Begin(NewItem("n", attempt: 1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Begin_NoId_IsAlwaysNewAndTakesNoMemory(string? id)
    {
        var window = NewWindow();
        Handle(window, NewItem(id), HandlerResultKind.Done);

        Assert.Equal((DropVerdict.New, 0), (window.Begin(NewItem(id)), window.Count));
    }

    [Fact]
    public void Begin_SwitchedOff_IsAlwaysNewAndTakesNoMemory()
    {
        var window = new DropWindow(0, Memory, _time);
        Handle(window, NewItem("m"), HandlerResultKind.Done);

        Assert.Equal((DropVerdict.New, 0), (window.Begin(NewItem("m")), window.Count));
    }

    [Fact]
    public void Begin_AtWork_WaitsAndIsGivenOutWithTheResult()
    {
        var window = NewWindow();
        var (first, second, third) = (NewItem("m"), NewItem("m"), NewItem("m"));
        window.Begin(first);

        var verdicts = (window.Begin(second), window.Begin(third));
        var waited = window.End(first, HandlerResultKind.Retry);

        Assert.Equal((DropVerdict.Waits, DropVerdict.Waits), verdicts);
        Assert.Equal([third, second], Linked(waited));
        Assert.Null(first.Twin);
        Assert.Equal(0, window.Count);
    }

    [Fact]
    public void Forget_OlderThanTheMemory_IsNewAgain()
    {
        var window = NewWindow();
        Handle(window, NewItem("m"), HandlerResultKind.Done);
        _time.Advance(Memory);
        var before = window.Begin(NewItem("m"));

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((DropVerdict.Done, DropVerdict.New), (before, window.Begin(NewItem("m"))));
    }

    [Fact]
    public void Forget_MoreThanTheMost_TheOldestGoes()
    {
        var window = new DropWindow(2, Memory, _time);
        foreach (var id in (string[])["a", "b", "c"]) Handle(window, NewItem(id), HandlerResultKind.Done);

        Assert.Equal(2, window.Count);
        Assert.Equal(
            [DropVerdict.New, DropVerdict.Done, DropVerdict.Done],
            ((string[])["a", "b", "c"]).Select(id => window.Begin(NewItem(id))));
    }

    [Fact]
    public void Window_Full_TakesNoMemoryForFurtherMessages()
    {
        var window = new DropWindow(64, Memory, _time);
        var items = Enumerable.Range(0, 5000).Select(i => NewItem($"m{i}")).ToArray();
        foreach (var item in items.Take(1000)) Handle(window, item, HandlerResultKind.Done);

        var next = 1000;
        var allocated = Allocations.InSteadyState(() =>
        {
            for (var i = 0; i < 1000; i++, next++)
            {
                window.Begin(items[next]);
                window.End(items[next], HandlerResultKind.Done);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Window_RandomSequence_AgreesWithAPlainList()
    {
        var random = new Random(7);
        var window = new DropWindow(20, Memory, _time);
        var done = new List<(AttemptKey Key, TimeSpan At)>();
        var atWork = new Dictionary<AttemptKey, WorkItem>();
        for (var step = 0; step < 20_000; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(random.Next(20)));
            if (random.Next(2) == 0 && atWork.Count > 0)
            {
                var (key, item) = atWork.ElementAt(random.Next(atWork.Count));
                var result = (HandlerResultKind)random.Next(4);
                window.End(item, result);
                atWork.Remove(key);
                if (result == HandlerResultKind.Done) done.Add((key, _time.Elapsed));
            }
            else
            {
                var item = NewItem($"m{random.Next(40)}", random.Next(1, 3));
                var key = new AttemptKey(item.Id!, item.Message.Attempt);
                done.RemoveAll(d => _time.Elapsed - d.At > Memory);
                var expected = atWork.ContainsKey(key) ? DropVerdict.Waits : done.TakeLast(20).Any(d => d.Key == key) ? DropVerdict.Done : DropVerdict.New;
                Assert.Equal(expected, window.Begin(item));
                if (expected == DropVerdict.New) atWork.Add(key, item);
            }

            Assert.InRange(window.Count, atWork.Count, atWork.Count + 20);
        }
    }

    private DropWindow NewWindow() => new(10_000, Memory, _time);

    private static void Handle(DropWindow window, WorkItem item, HandlerResultKind result)
    {
        Assert.Equal(DropVerdict.New, window.Begin(item));
        Assert.Null(window.End(item, result));
    }

    private static IEnumerable<WorkItem> Linked(WorkItem? first)
    {
        for (var item = first; item is not null; item = item.Twin) yield return item;
    }

    private static WorkItem NewItem(string? id, int attempt = 1)
    {
        var properties = new MessageProperties { MessageId = id, Headers = new Dictionary<string, object?> { [HeaderNames.Attempt] = $"{attempt}" } };
        return WorkItem.Copy(new Delivery(1, string.Empty, "queue", false, properties, ReadOnlyMemory<byte>.Empty), null!, new WorkerInstance("g", "a", "i"), 0);
    }
}
