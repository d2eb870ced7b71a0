using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Status;
using MessageLB.Dispatcher.Tests.Configuration;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

public sealed class ConfigFileWatchTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TempYaml _file = new("one");
    private readonly Counting _reconfiguration;

    public ConfigFileWatchTests() => _reconfiguration = new Counting(ConfigFile.Hash(_file.Path));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task RunAsync_ContentChanges_ReloadsOnceItStandsStill()
    {
        await WatchAsync(async look =>
        {
            await look();
            File.WriteAllText(_file.Path, "two, half wri");
            await look();
            File.WriteAllText(_file.Path, "two, written");
            await look();
            Assert.Equal(0, _reconfiguration.Reloads);
            await look();
            Assert.Equal(1, _reconfiguration.Reloads);
            await look();
            Assert.Equal(1, _reconfiguration.Reloads);
        });
    }

    [Fact]
    public async Task RunAsync_LinkIsSwapped_Reloads()
    {
        // As Kubernetes does it: the file is a link into a folder that is a link itself.
        var folder = Path.GetDirectoryName(_file.Path)!;
        Directory.CreateDirectory(Path.Combine(folder, "v1"));
        Directory.CreateDirectory(Path.Combine(folder, "v2"));
        File.WriteAllText(Path.Combine(folder, "v1", "c.yaml"), "one");
        File.WriteAllText(Path.Combine(folder, "v2", "c.yaml"), "two");
        File.CreateSymbolicLink(Path.Combine(folder, "data"), Path.Combine(folder, "v1"));
        var mounted = Path.Combine(folder, "mounted.yaml");
        File.CreateSymbolicLink(mounted, Path.Combine(folder, "data", "c.yaml"));
        await WatchAsync(
            async look =>
            {
                await look();
                await look();
                Assert.Equal(0, _reconfiguration.Reloads);
                File.Delete(Path.Combine(folder, "data"));
                await look();
                File.CreateSymbolicLink(Path.Combine(folder, "data"), Path.Combine(folder, "v2"));
                await look();
                await look();
                Assert.Equal(1, _reconfiguration.Reloads);
            },
            mounted);
    }

    [Fact]
    public async Task RunAsync_WrittenAgainWithTheSameContent_DoesNothing()
    {
        await WatchAsync(async look =>
        {
            File.WriteAllText(_file.Path, "one");
            await look();
            await look();
            Assert.Equal(0, _reconfiguration.Reloads);
        });
    }

    private async Task WatchAsync(Func<Func<Task>, Task> test, string? path = null)
    {
        using var stop = new CancellationTokenSource();
        var watching = new ConfigFileWatch(_reconfiguration, path ?? _file.Path, _time).RunAsync(stop.Token);
        await test(async () =>
        {
            var armings = _time.Armings;
            _time.Advance(ConfigFileWatch.Period);
            // It looks, and only then waits for the next time.
            await _time.WaitForArmingsAsync(armings + 1, Token);
        });
        await stop.CancelAsync();
        await watching.WaitAsync(TestTimeouts.Happens, Token);
    }

    private sealed class Counting(string? hash) : IReconfiguration
    {
        public int Reloads { get; private set; }

        public ConfigurationStatus Status => new(default, 1, hash, null, null, []);

        public bool CanReload => true;

        public Task<ReloadReport> ReloadAsync(string by, CancellationToken cancellationToken)
        {
            Reloads++;
            return Task.FromResult(new ReloadReport());
        }
    }
}
