using MessageLB.Worker.Commands;
using MessageLB.Worker.Serving;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Serving;

public sealed class ServiceStateTests
{
    private readonly ServiceState _service = new(concurrency: 2);

    [Fact]
    public void State_BeforeTheFirstSession_IsStartingAndOpen()
    {
        Assert.Equal((WorkerState.Starting, true), (_service.State, _service.IsOpen));

        _service.Started();

        Assert.Equal((WorkerState.Ready, true), (_service.State, _service.IsOpen));
    }

    [Theory]
    [InlineData(false, WorkerState.Ready, 0, WorkerState.Ready)]
    [InlineData(false, WorkerState.Ready, 1, WorkerState.Ready)]
    [InlineData(false, WorkerState.Ready, 2, WorkerState.Failed)]
    [InlineData(false, WorkerState.Maintenance, 2, WorkerState.Maintenance)]
    [InlineData(false, WorkerState.Failed, 0, WorkerState.Failed)]
    [InlineData(true, WorkerState.Ready, 0, WorkerState.Draining)]
    [InlineData(true, WorkerState.Maintenance, 2, WorkerState.Draining)]
    public void State_IsTheGravestWordOfAll(bool drained, WorkerState word, int stuck, WorkerState expected)
    {
        _service.Started();
        if (drained) _service.TrySet(WorkerIntent.Drain);
        _service.TrySay(word);
        for (var i = 0; i < stuck; i++) _service.HandlerStuck();

        Assert.Equal((expected, expected == WorkerState.Ready, stuck), (_service.State, _service.IsOpen, _service.Stuck));
    }

    [Fact]
    public void Handlers_ComeBack_OpenTheServiceAgain()
    {
        _service.Started();
        _service.HandlerStuck();
        _service.HandlerStuck();
        var failed = _service.Read();

        _service.HandlerFreed();

        Assert.Equal((WorkerState.Failed, true), (failed.State, failed.Changed.IsCompletedSuccessfully));
        Assert.Equal((WorkerState.Ready, 1), (_service.State, _service.Stuck));
    }

    [Fact]
    public void Handler_FreedBeforeItCountsAsStuck_LeavesNothingBehind()
    {
        _service.Started();

        _service.HandlerFreed();
        var between = _service.Stuck;
        _service.HandlerStuck();

        Assert.Equal((0, 0, WorkerState.Ready), (between, _service.Stuck, _service.State));
    }

    [Fact]
    public void Changed_SameStateByAnotherIntent_TellsToo()
    {
        _service.Started();
        _service.TrySet(WorkerIntent.Drain);
        var draining = _service.Read();

        var stopped = _service.TrySet(WorkerIntent.Stop);

        Assert.Equal((true, true, WorkerIntent.Stop, WorkerState.Draining), (stopped, draining.Changed.IsCompleted, _service.Read().Intent, _service.State));
    }

    [Fact]
    public void Changed_NothingNew_DoesNotTell()
    {
        _service.Started();
        var reading = _service.Read();

        _service.HandlerStuck();
        var said = _service.TrySay(WorkerState.Ready);
        var set = _service.TrySet(WorkerIntent.Serve);

        Assert.Equal((false, false, false), (said, set, reading.Changed.IsCompleted));
    }

    [Fact]
    public void Stop_IsFinal()
    {
        _service.TrySet(WorkerIntent.Stop);

        Assert.Equal((false, WorkerIntent.Stop), (_service.TrySet(WorkerIntent.Serve), _service.Read().Intent));
    }
}
